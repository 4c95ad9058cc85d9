from vaultval import pipeline


def arrange(vault, monkeypatch):
    plan = pipeline.plan_refresh

    def plan_and_type(*arguments, **options):
        """Somebody types in the note after it was read and before it is written."""
        planned = plan(*arguments, **options)
        note = vault / "Autonomy is close.md"
        note.write_bytes(note.read_bytes() + b"- A rival starts as well [media]\n")
        return planned

    monkeypatch.setattr(pipeline, "plan_refresh", plan_and_type)
