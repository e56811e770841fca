const LONGEST = 1600; // pixels: a defect is still seen, and an upload takes seconds
const QUALITY = 0.8;

function read(file) {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(",")[1]);
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(file);
    });
}

function load(url) {
    return new Promise((resolve, reject) => {
        const image = new Image();
        image.onload = () => resolve(image);
        image.onerror = reject;
        image.src = url;
    });
}

/**
 * Makes a camera's picture small enough for a mobile network. What is not a picture, or
 * is one that the browser cannot read, goes as it is.
 *
 * @param {File} file
 * @returns {Promise<{name: String, datas: String}>} base64 without its prefix
 */
export async function shrinkPhoto(file) {
    if (!file.type.startsWith("image/")) {
        return {name: file.name, datas: await read(file)};
    }
    const url = URL.createObjectURL(file);
    try {
        const image = await load(url);
        const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(image.width * scale);
        canvas.height = Math.round(image.height * scale);
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        const datas = canvas.toDataURL("image/jpeg", QUALITY).split(",")[1];
        return {name: `${file.name.replace(/\.\w+$/, "")}.jpg`, datas};
    } catch {
        return {name: file.name, datas: await read(file)};
    } finally {
        URL.revokeObjectURL(url);
    }
}
