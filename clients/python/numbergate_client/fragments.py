from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .enums import CallHandlerKind


class Number(BaseModel):
    id: str
    number: str
    name: Optional[str]
    version: int
    call_handler_kind: Optional[CallHandlerKind] = Field(alias="callHandlerKind")
    call_handler: Optional[
        Annotated[
            Union[
                "NumberCallHandlerLamlWebhooksCallHandler",
                "NumberCallHandlerLamlApplicationCallHandler",
                "NumberCallHandlerDialogflowCallHandler",
                "NumberCallHandlerRelayTopicCallHandler",
                "NumberCallHandlerRelayScriptCallHandler",
                "NumberCallHandlerRelayContextCallHandler",
                "NumberCallHandlerRelayApplicationCallHandler",
                "NumberCallHandlerRelayConnectorCallHandler",
                "NumberCallHandlerRelaySipEndpointCallHandler",
                "NumberCallHandlerRelayVertoEndpointCallHandler",
                "NumberCallHandlerVideoRoomCallHandler",
                "NumberCallHandlerAiAgentCallHandler",
                "NumberCallHandlerCallFlowCallHandler",
                "NumberCallHandlerFabricSubscriberCallHandler",
                "NumberCallHandlerSipGatewayCallHandler",
                "NumberCallHandlerCallQueueCallHandler",
                "NumberCallHandlerUnrecognizedCallHandler",
            ],
            Field(discriminator="typename__"),
        ]
    ] = Field(alias="callHandler")


class NumberCallHandlerLamlWebhooksCallHandler(BaseModel):
    typename__: Literal["LamlWebhooksCallHandler"] = Field(alias="__typename")
    request_url: str = Field(alias="requestUrl")
    fallback_url: Optional[str] = Field(alias="fallbackUrl")


class NumberCallHandlerLamlApplicationCallHandler(BaseModel):
    typename__: Literal["LamlApplicationCallHandler"] = Field(alias="__typename")


class NumberCallHandlerDialogflowCallHandler(BaseModel):
    typename__: Literal["DialogflowCallHandler"] = Field(alias="__typename")


class NumberCallHandlerRelayTopicCallHandler(BaseModel):
    typename__: Literal["RelayTopicCallHandler"] = Field(alias="__typename")
    topic: str


class NumberCallHandlerRelayScriptCallHandler(BaseModel):
    typename__: Literal["RelayScriptCallHandler"] = Field(alias="__typename")


class NumberCallHandlerRelayContextCallHandler(BaseModel):
    typename__: Literal["RelayContextCallHandler"] = Field(alias="__typename")


class NumberCallHandlerRelayApplicationCallHandler(BaseModel):
    typename__: Literal["RelayApplicationCallHandler"] = Field(alias="__typename")


class NumberCallHandlerRelayConnectorCallHandler(BaseModel):
    typename__: Literal["RelayConnectorCallHandler"] = Field(alias="__typename")


class NumberCallHandlerRelaySipEndpointCallHandler(BaseModel):
    typename__: Literal["RelaySipEndpointCallHandler"] = Field(alias="__typename")


class NumberCallHandlerRelayVertoEndpointCallHandler(BaseModel):
    typename__: Literal["RelayVertoEndpointCallHandler"] = Field(alias="__typename")


class NumberCallHandlerVideoRoomCallHandler(BaseModel):
    typename__: Literal["VideoRoomCallHandler"] = Field(alias="__typename")


class NumberCallHandlerAiAgentCallHandler(BaseModel):
    typename__: Literal["AiAgentCallHandler"] = Field(alias="__typename")


class NumberCallHandlerCallFlowCallHandler(BaseModel):
    typename__: Literal["CallFlowCallHandler"] = Field(alias="__typename")


class NumberCallHandlerFabricSubscriberCallHandler(BaseModel):
    typename__: Literal["FabricSubscriberCallHandler"] = Field(alias="__typename")


class NumberCallHandlerSipGatewayCallHandler(BaseModel):
    typename__: Literal["SipGatewayCallHandler"] = Field(alias="__typename")


class NumberCallHandlerCallQueueCallHandler(BaseModel):
    typename__: Literal["CallQueueCallHandler"] = Field(alias="__typename")


class NumberCallHandlerUnrecognizedCallHandler(BaseModel):
    typename__: Literal["UnrecognizedCallHandler"] = Field(alias="__typename")
    wire_kind: str = Field(alias="wireKind")


Number.model_rebuild()
