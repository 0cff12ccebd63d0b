"""Strawberry under uvicorn: HTTP, both protocols of the WebSocket, multipart and server-sent events."""

import asyncio
import os
import socket
import ssl
from collections import Counter
from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry
import uvicorn
from graphql import GraphQLError
from strawberry import subscriptions
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.file_uploads import Upload

FORGED = "forged"
running: Counter[str] = Counter()
added: list[int] = []


@strawberry.type
class Parcel:
    id: strawberry.ID
    weight: float

    @strawberry.field
    def label(self) -> str | None:
        raise GraphQLError("the label is gone", extensions={"code": "GONE"})

    @strawberry.field
    def seal(self) -> str:
        raise GraphQLError("the seal is broken")


@strawberry.type
class Credentials:
    authorization: str | None
    token: str | None


def credentials_of(info: strawberry.Info) -> Credentials:
    return Credentials(
        authorization=info.context["request"].headers.get("authorization"),
        token=(info.context.get("connection_params") or {}).get("token"),
    )


def parcel_one() -> Parcel:
    return Parcel(id=strawberry.ID("p1"), weight=20.0)


@strawberry.type
class Query:
    @strawberry.field
    def greeting(self, name: str) -> str:
        return f"Hello, {name}!"

    @strawberry.field
    def parcel(self) -> Parcel:
        return parcel_one()

    @strawberry.field
    def credentials(self, info: strawberry.Info) -> Credentials:
        return credentials_of(info)

    @strawberry.field
    def running(self, name: str) -> int:
        return running[name]


@strawberry.type
class Mutation:
    @strawberry.mutation
    def add(self, amount: int) -> int:
        added.append(amount)
        return sum(added)

    @strawberry.mutation
    def received(self, file: Upload) -> str:
        return file.filename


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def countdown(
        self, name: str, first: Annotated[int, strawberry.argument(name="from")], delay: int
    ) -> AsyncGenerator[int, None]:
        running[name] += 1
        try:
            for count in range(first, -1, -1):
                await asyncio.sleep(delay / 1000)
                yield count
        finally:
            running[name] -= 1

    @strawberry.subscription
    async def failing_after(self, events: int) -> AsyncGenerator[int, None]:
        for count in range(1, events + 1):
            yield count
        raise GraphQLError("the source failed", extensions={"code": "SOURCE_FAILED"})

    @strawberry.subscription
    async def parcel(self) -> AsyncGenerator[Parcel, None]:
        yield parcel_one()

    @strawberry.subscription
    async def credentials(self, info: strawberry.Info) -> AsyncGenerator[Credentials, None]:
        yield credentials_of(info)


class Application(GraphQL):
    async def on_ws_connect(self, context):
        if (context.get("connection_params") or {}).get("token") == FORGED:
            raise ConnectionRejectionError({"message": "the token is forged"})
        return await super().on_ws_connect(context)

    async def __call__(self, scope, receive, send):
        forged = scope["type"] != "lifespan" and (b"authorization", f"Bearer {FORGED}".encode()) in scope["headers"]
        if not forged:
            return await super().__call__(scope, receive, send)
        kind = "websocket.http.response" if scope["type"] == "websocket" else "http.response"
        headers = [(b"content-type", b"application/json")]
        await send({"type": f"{kind}.start", "status": 401, "headers": headers})
        await send({"type": f"{kind}.body", "body": b'{"errors":[{"message":"the token is forged"}]}'})


application = Application(
    strawberry.Schema(query=Query, mutation=Mutation, subscription=Subscription),
    keep_alive=True,
    multipart_uploads_enabled=True,
    keep_alive_interval=0.3,
    subscription_protocols=[
        subscriptions.GRAPHQL_TRANSPORT_WS_PROTOCOL,
        subscriptions.GRAPHQL_WS_PROTOCOL,
        subscriptions.MULTIPART_SUBSCRIPTION_PROTOCOL,
        subscriptions.GRAPHQL_SSE_PROTOCOL,
    ],
)

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(os.environ.get("PORT", 0))))
listener.listen()
client_ca = os.environ.get("TLS_CLIENT_CA")
config = uvicorn.Config(
    application,
    lifespan="off",
    log_level="warning",
    ws="websockets-sansio",
    ssl_certfile=os.environ.get("TLS_CERTIFICATE"),
    ssl_keyfile=os.environ.get("TLS_KEY"),
    ssl_ca_certs=client_ca,
    ssl_cert_reqs=ssl.CERT_REQUIRED if client_ca else ssl.CERT_NONE,
)
print(f"listening {listener.getsockname()[1]}", flush=True)
uvicorn.Server(config).run(sockets=[listener])
