"""Asynchronous code in tasks, which are synchronous: `runner.run(work(), context=copy_context())`.

The context of the task is what brings the request's id into the log lines of `work`.
"""

import asyncio

# One for the life of the process: pooled connections belong to the loop that opened them.
runner = asyncio.Runner()
