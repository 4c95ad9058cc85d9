"""What the notes say: companies, options, narratives, evidence, milestones; frozen from here on."""
