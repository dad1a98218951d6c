"""The domain: projects, files, jobs, accounts, and their persistence."""
