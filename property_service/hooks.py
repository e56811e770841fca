from odoo.tools import SQL


def pre_init_hook(env):
    """Exclusion constraints over ids and date ranges need the extension btree_gist."""
    env.cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")


def uninstall_hook(env):
    """Rows that users made must not hold back the groups and words that we shipped.

    Odoo deletes shipped records before it drops the tables; without their foreign keys
    our tables, which go with all their rows, refuse nothing.
    """
    env.cr.execute(
        """
        SELECT relation.relname, con.conname
        FROM pg_constraint con
        JOIN pg_class relation ON relation.oid = con.conrelid
        JOIN ir_model model ON replace(model.model, '.', '_') = relation.relname
        JOIN ir_model_data data ON data.model = 'ir.model' AND data.res_id = model.id
        WHERE con.contype = 'f' AND data.module = 'property_service'
          AND model.model LIKE 'property.%'
        """
    )
    for table, constraint in env.cr.fetchall():
        env.cr.execute(
            SQL(
                "ALTER TABLE %s DROP CONSTRAINT %s",
                SQL.identifier(table),
                SQL.identifier(constraint),
            )
        )
