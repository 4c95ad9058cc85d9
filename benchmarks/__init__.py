"""What is measured, and not tested: how long things take, and how much memory."""
