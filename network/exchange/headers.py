"""The words under which sheets name their columns, in Chinese and English."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

WORDS: Final[dict[str, str]] = {
    "public_id": "publicid 公开编号 服务点编号",
    "name": (
        "name placename stationname 名称 站点名称 站名 站点 驿站名称 服务站名称 服务站 "
        "服务点名称 服务点 点位名称 单位名称 机构名称 場所名稱 场所名称 名稱 名字 "
        "职工之家名称 驿站"
    ),
    "name_en": "nameen englishname nameenglish 英文名称 英文名 英文",
    "alias": "alias aliases othernames 别名 又名 又称 简称 俗称 曾用名 其他名称",
    "address": (
        "address addr 地址 详细地址 站点地址 具体地址 所在地址 单位地址 场所地址 服务地址 "
        "驿站地址 詳細地址 位置"
    ),
    "address_note": "addressnote howtofindit 怎么找 如何到达 具体位置 指引",
    "position": (
        "经纬度 经纬度坐标 坐标 地理坐标 经度纬度 纬度经度 經緯度 座標 coordinates coordinate "
        "position lnglat lonlat latlng latlon latlong"
    ),
    "longitude": "longitude long lon lng x 经度 东经 經度",
    "latitude": "latitude lat y 纬度 北纬 緯度",
    "services": (
        "service services 服务 服务内容 服务项目 服务功能 服务事项 提供服务 可提供服务 功能 "
        "服务职能 服務 服務項目"
    ),
    "amenities": (
        "amenity amenities facilities 设施 设备 服务设施 配套设施 设施设备 硬件设施 配备 設施"
    ),
    "services_text": "servicestext otherservices 其他服务",
    "phone": (
        "number phone tel telephone phonenumber 电话 联系电话 电话号码 固定电话 咨询电话 "
        "服务电话 联系方式 手机 電話 聯絡電話"
    ),
    "hours": (
        "hours openinghours openingtime opentime 开放时间 营业时间 服务时间 开放时段 工作时间 "
        "時間 開放時間 营业时段"
    ),
    "hours_text": "hourstext openinghoursinwords 开放时间说明",
    "district": "district 区 所属区 行政区 区县 所在区 所属区县 城区",
    "subdistrict": (
        "subdistrict street township 街道 所属街道 街道乡镇 乡镇街道 所属街乡 街乡 街镇 "
        "所属街道乡镇 所在街道"
    ),
    "organization": (
        "organization organisation owner union 所属工会 工会组织 管理工会 上级工会 所属单位"
    ),
    "access_who": (
        "accesswho whomayenter 谁能进 谁可以进 开放对象 服务对象 面向对象 适用人群 进入人员"
    ),
    "access_needs": "accessneeds whatisneeded 怎么进 进入方式 进门方式 开门方式 进入条件",
    "step_free": "stepfree wheelchair 无障碍 无台阶 无障碍通道 轮椅通行",
    "free_of_charge": "freeofcharge free 免费 不收费",
    "floor": "floor 楼层 所在楼层",
    "entrance": "entrance 入口 入口位置 进门入口 出入口",
    "note": "note notes remark remarks comment 备注 说明 附注 備註",
    "source": "source 来源 数据来源",
    "verified_on": "verifiedon verified 核实日期 核实时间",
}
FIELDS: Final = {word: field for field, words in WORDS.items() for word in words.split()}
NUMBERING: Final = frozenset(
    "序号 编号 序 号 № 序號 編號 no index id nr rownumber unnamed:0 unnamed0".split()
)
NOTES_SHEETS: Final = frozenset({"填写说明", "How to fill it in"})  # of our own templates
SHOWN_ONLY: Final = frozenset({"类别", "状态"})
BRACKETS: Final = re.compile(r"[(（\[【].*?[)）\]】]")
DECORATION: Final = re.compile(r"[\s_\-*＊:：.。/、]+")


def plain(header: str) -> str:
    """A header without case, width, brackets and decoration: "Name (必填)*" is "name"."""
    text = unicodedata.normalize("NFKC", header).casefold()
    return DECORATION.sub("", BRACKETS.sub("", text))
