"""Type words, type symbols and body codes of official documents. Data, no code.

Sources: Decree 30/2020/NĐ-CP (annex III), Law 64/2025/QH15 (article 4), Regulation 399-QĐ/TW; older and local forms as
they occur in texts. Keys are folded (lower case, without marks) unless said otherwise.
"""

import re

from guong.viet.citations.trie import trie
from guong.viet.fold import fold
from guong.viet.tone import place_tones_school


def _words(text: str) -> list[str]:
    return text.split()


# Printed type word → type. The longest word wins; variants that fold alike need no second entry.
TYPE_WORDS = {
    "nghị quyết liên tịch": "NQLT",
    "nghị quyết chuyên đề": "NQ",
    "nghị quyết": "NQ",
    "nghị định": "NĐ",
    "quyết định": "QĐ",
    "quy định": "QyĐ",
    "qui định": "QyĐ",
    "chỉ thị": "CT",
    "kết luận": "KL",
    "thông tư liên tịch": "TTLT",
    "thông tư liên bộ": "TTLT",
    "thông tư": "TT",
    "thông tri": "TT",
    "kế hoạch liên tịch": "KH",
    "kế hoạch phối hợp": "KH",
    "kế hoạch liên ngành": "KH",
    "hướng dẫn liên tịch": "HD",
    "kế hoạch": "KH",
    "hướng dẫn liên ngành": "HD",
    "hướng dẫn": "HD",
    "công văn": "CV",
    "văn bản hợp nhất": "VBHN",
    "văn bản": "CV",
    "công điện": "CĐ",
    "tờ trình": "TTr",
    "báo cáo thẩm tra": "BC",
    "báo cáo chính trị": "BC",
    "báo cáo": "BC",
    "thông báo kết luận": "TB",
    "thông báo": "TB",
    "chương trình hành động": "CTr",
    "chương trình phối hợp": "CTr",
    "chương trình": "CTr",
    "đề án": "ĐA",
    "quy chế phối hợp": "QCPH",
    "quy chế": "QC",
    "qui chế": "QC",
    "thông cáo báo chí": "TC",
    "thông cáo": "TC",
    "tuyên bố": "TBo",
    "lời kêu gọi": "LKG",
    "phương án": "PA",
    "biên bản": "BB",
    "quy hoạch": "QH",
    "dự án": "DA",
    "hợp đồng": "HĐ",
    "bản ghi nhớ": "BGN",
    "bản thỏa thuận": "BTT",
    "giấy ủy quyền": "GUQ",
    "giấy mời": "GM",
    "giấy giới thiệu": "GGT",
    "giấy nghỉ phép": "GNP",
    "phiếu gửi": "PG",
    "phiếu chuyển": "PC",
    "phiếu báo": "PB",
    "bản sao": "BS",
    "sao y bản chính": "SY",
    "sao y": "SY",
    "trích sao": "TrS",
    "sao lục": "SL",
    "cương lĩnh": "Cương lĩnh",
    "pháp lệnh": "PL",
    "sắc lệnh": "SL",
    "lệnh": "L",
    "bộ luật": "Bộ luật",
    "luật": "Luật",
    "hiến pháp": "HP",
    "điều lệ": "ĐL",
    "regulation": "QyĐ",
    "resolution": "NQ",
    "directive": "CT",
    "decree": "NĐ",
    "decision": "QĐ",
    "circular": "TT",
    "conclusion": "KL",
    "plan": "KH",
    "guideline": "HD",
    "announcement": "TB",
}

# As written with their own marks, these in either place.
SPELLED_WORDS = frozenset(TYPE_WORDS) | frozenset(map(place_tones_school, TYPE_WORDS))
FOLDED_TYPE_WORDS = {fold(word): code for word, code in TYPE_WORDS.items()}
TYPE_PATTERN = trie(FOLDED_TYPE_WORDS)  # over folded text

# Types that texts cite by a number alone without 'số' ('Nghị quyết 35 của Bộ Chính trị').
BARE_TYPES = frozenset({"NQ", "NĐ", "CT", "KL", "TT", "TTLT", "QĐ", "QyĐ"})
# Types whose number may stand behind a title ('Luật Đầu tư công số 49/2014/QH13').
TITLED_TYPES = frozenset({"Luật", "Bộ luật", "PL"})
# Types that are cited by title and never by a number alone.
NAMED_TYPES = frozenset({"Luật", "Bộ luật", "PL", "HP", "ĐL", "Cương lĩnh"})
# Types that a number alone counts or orders ('Dự án số 3', 'Phương án số 1'): a citation only with a date.
COUNTED_TYPES = frozenset(
    _words("PA ĐA DA HĐ BB QH BGN BTT GUQ GM GGT GNP PG PC PB BS SY TrS SL QC ĐL HP BC CTr TBo LKG VBHN L")
) | {"Luật", "Bộ luật", "Cương lĩnh"}

# Type part of a symbol, folded → type. HĐ (contract) and DA (project) are told from HD and ĐA by their printed letters.
TYPE_SYMBOLS = {
    "nqlt": "NQLT",
    "nq": "NQ",
    "nd": "NĐ",
    "nqns": "NQ",
    "qyd": "QyĐ",
    "qdi": "QyĐ",
    "qdns": "QĐ",
    "qd": "QĐ",
    "cthd": "CTr",
    "ctr": "CTr",
    "ct": "CT",
    "kl": "KL",
    "ttlt": "TTLT",
    "ttr": "TTr",
    "tt": "TT",
    "kh": "KH",
    "hd": "HD",
    "cv": "CV",
    "cd": "CĐ",
    "bctt": "BC",
    "bc": "BC",
    "tbo": "TBo",
    "tbkl": "TB",
    "tcbc": "TC",
    "bcct": "BC",
    "tb": "TB",
    "da": "ĐA",
    "qcph": "QCPH",
    "qc": "QC",
    "vbhn": "VBHN",
    "tc": "TC",
    "pl": "PL",
    "lkg": "LKG",
    "bb": "BB",
    "pa": "PA",
    "bs": "BS",
    "gm": "GM",
    "ggt": "GGT",
    "gnp": "GNP",
    "guq": "GUQ",
    "bgn": "BGN",
    "btt": "BTT",
    "pg": "PG",
    "pc": "PC",
    "pb": "PB",
    "sy": "SY",
    "trs": "TrS",
    "sl": "SL",
    "qh": "QH",
    "l": "L",
    "lct": "L",
    "khlt": "KH",
    "khph": "KH",
    "khln": "KH",
    "hdlt": "HD",
    "hdln": "HD",
    "hdlb": "HD",
    "ctlt": "CTr",
    "ctph": "CTr",
    "ctrph": "CTr",
    "cvlt": "CV",
    "cvln": "CV",
    "qclt": "QCPH",
    "ttln": "TTLT",
    "ttlb": "TTLT",
    "bcth": "BC",
}
TYPE_SYMBOLS_PRINTED = {"HĐ": "HĐ", "DA": "DA"}
# Symbols of papers that several bodies issue together: every part behind them is a body.
JOINT_SYMBOLS = frozenset(
    _words("ttlt nqlt qcph qc qclt khlt khph khln hdlt hdln hdlb ctlt ctph ctrph cvlt cvln ttln ttlb")
)
# Papers that other things are called by too; found by their symbol, never as a group or looked back at.
LOOSE_TYPES = frozenset(_words("DA HĐ BGN BTT GUQ GM GGT GNP PG PC PB BS SY TrS SL"))
# Symbol types that Quyết định, Công văn … of the old Ministry of Finance (TC) begin with: 'Thông tư 04-TC/TCT'.
OLD_BODY_TYPES = frozenset({"TC"})

# Type symbols that at the end of an old order are the office that drafted.
OFFICES_TOO = frozenset({"tcbc"})

# Abbreviations that stand for a document with the number behind them (TT200, NQ 26, QĐ15/2006/BTC).
LEADING_SYMBOLS = ("ttlt", "nq", "nd", "qd", "tt", "ct", "kl")

# Body codes by their folded form. Unknown codes are kept as printed.
BODY_CODES = _words(
    "TW VPTW BTCTW BTGTW BTGDVTW UBKTTW BNCTW BCSCLTW BĐNTW BKTTW BDVTW BCĐTW HVCTQG "
    "TU VPTU BTGTU BTGDVTU BKTTU BTCTU BDVTU UBKTTU BNCTU HU VPHU BTGHU BTCHU BDVHU UBKTHU QU ThU TXU ĐU ĐUK BTV BCH "
    "VPĐU UBKTĐU BXDĐ CB ĐĐ BCSĐ BCĐ ĐH "
    "UBKTĐUK BTCĐU BTGĐU BTGDVĐU CP TTg CTN HĐBT QH UBTVQH VPQH VPCP VPCTN UBND HĐND TT.HĐND VPUB VPUBND VPHĐND "
    "KTNN TTCP NHNN "
    "BTC BNV BYT BCA BQP BTP BCT BGDĐT BNN BNNPTNT BNNMT BLĐTBXH BTS BKH BKHĐT BXD BGTVT BTNMT BKHCN BTTTT BVHTTDL BNG "
    "BDTTG LĐTBXH UBDT TANDTC TATC VKSNDTC VKSTC HĐTP BCHTW BBT BCTTW UB LB "
    "STC SCT SKHĐT SNN SNNPTNT SNNMT STNMT STTTT SKHCN STP SVHTTDL SNV SYT SGDĐT SXD SGTVT SLĐTBXH "
    "SNgV STTr SVHTT SDL BHXH CAT "
    "MTTQ UBMTTQ UBTUMTTQVN ĐCTUBTWMTTQVN MTTW TWĐTN TĐTN ĐTN TLĐ LĐLĐ HPN HLHPN HND CCB HCCB TWH ĐCT"
)

# Types that one body issues: a second code behind its own is the office that drafted.
SINGLE_SYMBOLS = frozenset(_words("nd qd qdi qyd ct cd l qdns"))
# The Youth Union writes the drafting unit behind its own code, also where that unit has the letters of a ministry.
WITH_UNITS = frozenset({"TWĐTN", "TĐTN", "ĐTN"})

# Companies keep registers of their own: their papers are outside official documents.
OUTSIDE_CODES = frozenset({"đhđcđ", "hđqt", "hđtv", "bks", "đhcđ"})

# The symbol before 1996 was the body alone: 54/CP.
OLD_CODES = ("cp", "ttg", "hdbt", "ct", "tw", "ctn", "hdnn")

MONTHS_EN = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

# Bodies whose names are closed: nothing but a term ('khóa XII') follows. Folded.
CLOSED_BODIES = (
    r"bo chinh tri(?:\s*,\s*ban bi thu)?",
    r"ban bi thu(?:\s+trung uong(?:\s+(?:dang|doan))?)?",
    r"(?:ban chap hanh|bch) (?:trung uong|tw)(?:\s+dang(?:\s+cong san viet nam)?|\s+doan(?:\s+tncs ho chi minh)?)?",
    r"trung uong(?:\s+(?:dang|doan))",
    r"van phong (?:trung uong dang|ban chap hanh trung uong(?:\s+dang)?|chinh phu|quoc hoi|chu tich nuoc)",
    r"ban (?:to chuc|tuyen giao(?:\s+va dan van)?|noi chinh|dan van|kinh te|doi ngoai) trung uong",
    r"ban chinh sach\s*,\s*chien luoc trung uong",
    r"uy ban kiem tra trung uong",
    r"uy ban thuong vu quoc hoi",
    r"quoc hoi",
    r"(?:thu tuong )?chinh phu",
    r"thu tuong",
    r"chu tich nuoc",
    r"chu tich quoc hoi",
    r"(?:doan chu tich )?(?:uy ban |ub)(?:trung uong |tw )?(?:mat tran to quoc|mttq) viet nam",
    r"tong lien doan lao dong viet nam",
    r"hoi dong bo truong",
    r"hoi dong tham phan(?:\s+toa an nhan dan toi cao)?",
    r"(?:chanh an )?(?:toa an nhan dan|tand) toi cao",
    r"(?:vien truong )?(?:vien kiem sat nhan dan|vksnd) toi cao",
    r"(?:tong )?kiem toan nha nuoc",
    r"(?:thong doc )?ngan hang nha nuoc(?:\s+viet nam)?",
    r"(?:tong )?thanh tra chinh phu",
    r"bct|tw|ubtvqh",
)
MINISTRIES = (
    "cong an", "quoc phong", "ngoai giao", "noi vu", "tu phap", "tai chinh", "cong thuong", "xay dung", "y te",
    "giao thong van tai", "giao duc va dao tao", "gd ?(?:&|va) ?dt", "khoa hoc va cong nghe",
    "thong tin va truyen thong",
    r"van hoa\s*,\s*the thao va du lich", "van hoa the thao va du lich",
    r"lao dong\s*-?\s*,?\s*thuong binh va xa hoi",
    "lao dong thuong binh va xa hoi", "nong nghiep va phat trien nong ?thon", "nong nghiep va moi truong",
    "nong nghiep", "nong nghiep va ptnt", "tai nguyen va moi truong", "ke hoach va dau tu", "ke hoach",
    r"khoa hoc\s*,\s*cong nghe va moi truong", "khoa hoc cong nghe va moi truong",
    "giao thong", "tai nguyen", "nang luong", "co khi va luyen kim", "cong nghiep nang", "cong nghiep nhe",
    "dai hoc va trung hoc chuyen nghiep", "luong thuc", "thuy loi",
    "lao dong va xa hoi", "thuong nghiep", "kinh te doi ngoai", "xay dung co ban",
    "thuy san", "thuong mai", "cong nghiep", "dan toc va ton giao",
    "van hoa va thong tin", r"van hoa\s*-\s*thong tin", "buu chinh vien thong",
    "lao dong", "giao duc", "du lich", "noi thuong", "lam nghiep", "dai hoc",
)  # fmt: skip

# Words that end the name of a body: the next clause, or what the document does. Lower case, as printed.
BODY_STOPS = frozenset(
    _words(
        "về và đã được là trong cho tại từ với khi nếu ngày năm do theo hoặc cùng như còn cần phải không có "
        "đến trên ký hôm vừa mới sau trước nhằm để bằng vì mà thì sẽ đang của giao trình lấy v/v ra nhiệm tạo "
        "nêu này cũng ngoài giữa lên vào bởi"
    )
)
BODY_STOP_PAIRS = frozenset(
    re.split(
        r"\|",
        "ban hành|hướng dẫn|phê duyệt|sửa đổi|thay thế|bãi bỏ|đề nghị|đề ra|đồng thời|tiếp tục|"
        "quy định|qui định|thực hiện|triển khai|tuyên truyền|thi hành|tổ chức|bổ sung|tổng kết|"
        "sơ kết|gắn với|phát động|công bố|yêu cầu|kết luận|chỉ đạo|thông qua|thống nhất|khẳng định|"
        "bổ nhiệm|điều chỉnh|kiện toàn|thành lập|xây dựng|đẩy mạnh|hỗ trợ|xem xét|tăng cường|"
        "nâng cao|đổi mới|quản lý|phân công|phát triển|cụ thể|kiểm tra|đánh giá|báo cáo|lãnh đạo|"
        "thực thi|phát huy|hợp nhất|sắp xếp|chuyển giao|giải đáp|giải quyết|trả lời|vẫn được|"
        "chuẩn bị|học tập|quán triệt|đại hội|hội nghị|lần thứ|thẩm tra|thẩm định|giám sát|chấp thuận|"
        "cho phép|cam kết|kêu gọi|vận động|tham mưu|đồng ý|thông báo|cung cấp|công nhận|cấp phép|nhấn mạnh|"
        "nêu rõ|chỉ rõ|xác định|ghi rõ|bảo đảm|đảm bảo|thu hồi|miễn nhiệm|điều động|luân chuyển|góp ý|"
        "mở rộng|huy động|tuyển dụng|tiếp nhận|có hiệu|kèm theo|quyết định|đề xuất|cùng với",
    )
)
ADMIN_WORDS = frozenset(_words("tỉnh huyện xã phường thị quận thành phố trấn khối đặc khu"))

# Nouns that follow a count: 'Nghị quyết 5 nội dung' counts, it does not number. Lower case, as printed.
COUNTED = frozenset(
    _words(
        "tháng tuần giờ phút người hộ xã phường tỉnh huyện trường đồng tập nhóm nội nhiệm điểm điều khoản mục "
        "triệu tỷ tỉ nghìn ngàn lần chương đại cán đảng tuổi dự trang bước loại cấp bộ văn việc bài câu tổ mô "
        "giải chỉ phần cuộc hình ban cây con ha km cm kg m tấn lớp học giáo viên sinh đoàn hội công thôn đơn "
        "cơ thành so ngôi đợt phiên hàng chiếc xe suất vụ lượt giống khu vùng nước quốc quyển trận mẫu mặt ý "
        "kiến tiêu thủ hồ vấn cụm trụ mũi khâu đột giải quy môn thửa gói"
    )
)

# Titles of laws that hold a word which elsewhere ends a title ('có công', 'của rượu, bia'). Folded, without commas.
LAW_TITLES = (
    "uu dai nguoi co cong voi cach mang",
    "phong chong tac hai cua ruou bia",
    "phong chong tac hai cua thuoc la",
    "trach nhiem boi thuong cua nha nuoc",
    "hoat dong giam sat cua quoc hoi va hoi dong nhan dan",
    "nhap canh xuat canh qua canh cu tru cua nguoi nuoc ngoai tai viet nam",
    "xuat canh nhap canh cua cong dan viet nam",
    "nguoi lao dong viet nam di lam viec o nuoc ngoai theo hop dong",
    "quan ly su dung von nha nuoc dau tu vao san xuat kinh doanh tai doanh nghiep",
    "quan ly su dung tai san cong",
    "quan ly su dung vu khi vat lieu no va cong cu ho tro",
    "thuc hien dan chu o co so",
    "thuc hien dan chu o xa phuong thi tran",
    "luc luong tham gia bao ve an ninh trat tu o co so",
    "phong chong nhiem vi rut gay ra hoi chung suy giam mien dich mac phai o nguoi",
    "dau tu theo phuong thuc doi tac cong tu",
    "cac to chuc tin dung",
    "nguoi khuyet tat",
    "nguoi cao tuoi",
    "khieu nai",
    "xay dung dat nuoc trong thoi ky qua do len chu nghia xa hoi",
    "to cao",
)
