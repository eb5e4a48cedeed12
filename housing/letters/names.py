"""What the states and acts of a delivery are called in messages to people."""

from housing.letters.states import DeliveryAct, DeliveryState

STATE_NAMES: dict[str, str] = {
    DeliveryState.WAITING: "等待发送",
    DeliveryState.SENDING: "正在发送",
    DeliveryState.SENT: "已送出",
    DeliveryState.FAILED: "未成功，将重试",
    DeliveryState.GIVEN_UP: "需人工处理",
}
ACT_NAMES: dict[str, str] = {
    DeliveryAct.CLAIM: "发送",
    DeliveryAct.SUCCEED: "记为已送出",
    DeliveryAct.FAIL: "记为未成功",
    DeliveryAct.GIVE_UP: "转人工处理",
    DeliveryAct.HAND_OVER: "当面送达",
    DeliveryAct.SEND_AGAIN: "再次发送",
}
CALLED: dict[str, object] = {**STATE_NAMES, **ACT_NAMES}
