"""CPU microseconds that an event costs the library `gql`: `gql_events.py URL COUNT`, the count in the URL's path, too."""

import asyncio
import sys
import time

from gql import Client, gql
from gql.transport.websockets import WebsocketsTransport

DOCUMENT = "subscription Ticker { ticker { id kind at price volume items { id name count } } }"


async def main(url, count):
    transport = WebsocketsTransport(url=f"{url}/{count}", subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL], connect_args={"max_size": None})
    async with Client(transport=transport) as session:
        seen, start = 0, time.process_time()
        async for _ in session.subscribe(gql(DOCUMENT)):
            seen += 1
        spent = time.process_time() - start
    if seen != count:
        raise SystemExit(f"{seen} of {count} events came")
    print(f"{spent * 1e6 / count:.3f}")


asyncio.run(main(sys.argv[1], int(sys.argv[2])))
