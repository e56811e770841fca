def pre_init_hook(env):
    """Exclusion constraints over ids and date ranges need the extension btree_gist."""
    env.cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
