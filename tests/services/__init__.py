"""Real servers for tests: each starts on a free port with a folder of its own and stops with the block that uses it."""
