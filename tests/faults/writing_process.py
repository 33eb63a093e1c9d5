"""A process that stores comments without end and prints each id when it is acknowledged; made to be killed.

Run as `python -m tests.faults.writing_process URL SPOOL SITE`.
"""

import asyncio
import os
import sys
from pathlib import Path

from store.database import Database
from store.spool import Spool
from store.writer import Writer
from tests.store.records import record


async def store_without_end(writer: Writer, site_id: int) -> None:
    """Edit one comment over and over, and print what is acknowledged, each line by one system call."""
    while True:
        written = record(site_id, comment_id=str(site_id))
        await writer.write(written)
        os.write(1, f"{written.id}\n".encode())


async def main() -> None:
    """Sixteen clients at once."""
    url, folder, site_id = sys.argv[1:]
    database = Database(url)
    writer = Writer(database, Spool(Path(folder), database.identity), survives_power_loss=False)
    await asyncio.gather(*(store_without_end(writer, int(site_id)) for _ in range(16)))


if __name__ == "__main__":
    asyncio.run(main())
