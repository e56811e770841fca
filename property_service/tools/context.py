"""Contexts come from the client: what they say is looked at like any other value."""

PREFIX = "default_"


def without_defaults(records, keep=()):
    """The records without the defaults that a caller put into the context.

    :param keep: names of fields whose default may come along
    """
    context = {
        key: value
        for key, value in records.env.context.items()
        if not key.startswith(PREFIX) or key.removeprefix(PREFIX) in keep
    }
    # Fewer keys than before, which keywords cannot say.
    return records.with_context(context)  # pylint: disable=context-overridden
