"""Made-up papers with a secrecy mark in mark position, and papers whose words only sound like one."""

import unicodedata
from collections.abc import Iterator

DEGREES = ("Mật", "Tối mật", "Tuyệt mật")
LEFT, RIGHT = (
    ("TỈNH ỦY NẬM THI", "*", "Số 15-BC/TU"),
    ("ĐẢNG CỘNG SẢN VIỆT NAM", "", "Nậm Thi, ngày 05 tháng 7 năm 2022"),
)
STATE_LEFT = ("ỦY BAN NHÂN DÂN", "HUYỆN MƯỜNG SOI", "Số: 12/BC-UBND")
STATE_RIGHT = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Mường Soi, ngày 12 tháng 02 năm 2022",
)
TITLE = ("BÁO CÁO", "tình hình sáu tháng đầu năm 2022")
BODY = tuple(f"Nội dung thứ {number} của báo cáo được trình bày tại đây." for number in range(1, 40))


def spellings() -> Iterator[str]:
    """A mark as typists, rubber stamps and scanners write it."""
    for degree in DEGREES:
        capitals = degree.upper()
        yield from (degree, capitals, degree.title(), degree.lower(), unicodedata.normalize("NFD", capitals))
        yield from (" ".join(capitals.replace(" ", "")), "  ".join(" ".join(word) for word in capitals.split()))
        yield from (f"| {capitals} |", f"[{capitals}]", f"*** {capitals} ***", f"“{capitals}”", f"- {degree} -")
        yield from (f"{capitals}.", f"{capitals},", f".{capitals}", f"{capitals[:-2]} {capitals[-2:]}")
        yield from (f"I{capitals}I", f"┃{capitals}┃", f"{capitals} {capitals}", capitals.replace("Ậ", "Â"))
        yield f"Độ mật: {degree}"
        yield f"ĐỘ MẬT: {capitals}"
        yield f"Dấu chỉ mức độ mật: {degree}"
        yield f"Mức độ mật : {degree.lower()}."
        yield f"({capitals})"
        yield f"HỎA TỐC - {capitals}"
        yield f"{capitals} - KHẨN"
    yield from (
        "M ẬT.",
        "M ẬT",
        "MẬ T",
        "TÓI MẬT",
        "TỒI MẬT",
        "TỐl MẬT",
        "TUYẸT MẬT",
        "TUYÊT MÂT",
        "TOI MAT",
        "TUYET MAT",
    )
    yield from ("ТỐI MẬТ", "ＭẬＴ", "T0I MAT", "MAT", "TµI MËT".replace("Tµ", "Tè"), "MËT", "MAÄT", "TUYEÄT MAÄT")
    yield from (
        "Phân loại: Mật",
        "Cấp độ: Tối mật",
        "Độ mật: Mật, Độ khẩn: Hỏa tốc",
        "Độ mật: Mật (bản số 1)",
        "HỒ SƠ MẬT",
    )
    yield from ("TÀI LIỆU MẬT", "DẤU TỐI MẬT", "M\u200bẬT")


def placed(mark: str) -> Iterator[str]:
    """Whole first pages with the mark at one place each."""
    rows = ["\t".join(row).strip() for row in zip(LEFT, RIGHT, strict=True)]
    state = ["\t".join(row).strip() for row in zip(STATE_LEFT, STATE_RIGHT, strict=True)]
    yield "\n".join([mark, *rows, *TITLE, *BODY])
    yield "\n".join([*rows, mark, *TITLE, *BODY])
    yield "\n".join([*state, mark, *TITLE, *BODY])
    yield "\n".join([state[0], state[1], f"{STATE_LEFT[2]}\t{STATE_RIGHT[2]}", f"{mark}\tBản số: 03", *TITLE, *BODY])


def pages_after(mark: str) -> Iterator[str]:
    """The mark at the top of page two."""
    first = "\n".join([*LEFT, *TITLE, *BODY])
    yield f"{first}\f{mark}\n2\nTiếp theo trang trước."


INNOCENT_LINES = (
    "Luật Bảo vệ bí mật nhà nước",
    "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "Kế hoạch bảo vệ bí mật nhà nước năm 2022",
    "KẾ HOẠCH BẢO VỆ BÍ MẬT",
    "BÍ MẬT",
    "BẢO MẬT",
    "bí mật nhà nước độ Mật",
    "Danh mục bí mật nhà nước độ Tuyệt mật, Tối mật, Mật",
    "Danh mục tài liệu mật, tối mật, tuyệt mật của ngành",
    "Tập huấn quản lý tài liệu mật",
    "Hướng dẫn soạn thảo, in, đóng dấu mật",
    "quy định việc đóng dấu “Mật”, “Tối mật”, “Tuyệt mật”",
    "Độ mật: Không",
    "Độ mật: Mật, Tối mật hoặc Tuyệt mật",
    "Chi bộ thôn Nậm Mật",
    "CHI BỘ THÔN NẬM MẬT",
    "Đặc sản: mật ong",
    "AN TOÀN - BẢO MẬT",
    "Họ và tên: Lò Văn Mật",
    "TUẦN TRĂNG MẬT",
    "RỈ MẬT",
    "QUẢN LÝ MẬT MÃ",
    "Độ mật: Thường",
    "Độ mật:",
    "Mật độ dân số",
    "MẬT ĐỘ DÂN SỐ NĂM 2022",
    "Mật độ: 54 người trên một ki-lô-mét vuông",
    "Mật độ - 54 người",
    "Mật ong Mường Soi",
    "MẬT ONG",
    "Mật ong",
    "nghề nuôi ong lấy mật",
    "Mía, mật và đường",
    "Đổi mật khẩu, bảo mật thông tin",
    "MẬT KHẨU",
    "Mật khẩu: sáu chữ số",
    "Mối quan hệ mật thiết (thân mật)",
    "gắn bó mật thiết với nhân dân",
    "Cơ mật viện",
    "Mật thư và mật mã",
    "Mật vụ",
    "Chiến khu Mật Ngọt",
    "thôn Nậm Mật",
    "ông Hoàng Văn Mật, bí thư chi bộ",
    "Chè mật",
    "chứng nhận an toàn bảo mật",
    "BÁO CÁO CÔNG TÁC BẢO MẬT",
    "Mặt trận Tổ quốc Việt Nam",
    "MẶT TRẬN TỔ QUỐC",
    "Mất mùa",
    "Mắt",
    "có mặt",
    "VẮNG MẶT",
    "tối mắt tối mũi",
    "vắng mặt có lý do",
    "Tổng số: 46; có mặt: 44",
    "Phòng Cơ yếu và Bảo mật",
    "Ban Cơ yếu",
    "tuyệt đối giữ bí mật đời tư",
    "Bỏ phiếu kín, bí mật lá phiếu",
    "mật nghị",
    "dịch mật, túi mật",
    "bệnh viêm túi mật",
    "Mật gấu",
)


def innocent() -> Iterator[str]:
    """Whole papers in whose head, title, sentences or broken lines the words stand."""
    rows = ["\t".join(row).strip() for row in zip(LEFT, RIGHT, strict=True)]
    for line in INNOCENT_LINES:
        yield "\n".join([*rows, "KẾ HOẠCH", line, *BODY])
        yield "\n".join([*rows, *TITLE, f"Căn cứ tình hình, {line.lower()} được nêu tại đây.", *BODY])
    for broken in (
        "bảo vệ bí\nmật nhà nước",
        "công tác bảo\nmật",
        "quan hệ thân\nmật, gắn bó",
        "quản lý tài liệu\nmật",
        "về mật\nđộ dân số",
    ):
        yield "\n".join([*rows, "KẾ HOẠCH", f"triển khai công tác {broken}", *BODY])
    yield "\n".join([*rows, "KẾ HOẠCH", "BẢO VỆ BÍ", "MẬT NHÀ NƯỚC", *BODY])
    yield "\n".join([*rows, "KẾ HOẠCH", "TĂNG CƯỜNG CÔNG TÁC BẢO", "MẬT", *BODY])
    yield "\n".join([*rows, *TITLE, *BODY, "MẬT", *BODY])  # a word alone in the middle of a page is no mark


MARKED_NAMES = (
    "MẬT - Báo cáo 15.pdf",
    "Tối mật.docx",
    "bao-cao-tuyet-mat.pdf",
    "TOI MAT bao cao.docx",
    "Báo cáo (Mật).pdf",
    "Báo cáo [TUYỆT MẬT] 2022.pdf",
    "15-BC-TU_MAT.pdf",
    "Bao cao (mat).pdf".replace("mat", "MAT"),
    "báo cáo_Mật.docx",
    unicodedata.normalize("NFD", "Mật_báo cáo.pdf"),
)
INNOCENT_NAMES = (
    "ke-hoach-bao-ve-bi-mat-nha-nuoc.pdf",
    "Kế hoạch bảo vệ bí mật.pdf",
    "mat-do-dan-so.pdf",
    "Mật độ dân số.docx",
    "mật ong.pdf",
    "MAT TRAN TO QUOC.pdf",
    "mat-tran-to-quoc.pdf",
    "danh sach vang mat.docx",
    "quan-ly-tai-lieu-mat.pdf",
    "BAO MAT.pdf",
    "doi-mat-khau.pdf",
    "scan0001.pdf",
    "",
)
