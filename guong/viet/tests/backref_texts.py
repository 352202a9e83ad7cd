"""Fifty texts of made-up papers, marked by what a reader understands.

`{1|Quyết định số 4/QĐ-UBND}` is a citation with its mark, `[1|Quyết định này]` means the one marked so; `[1,2|…]`
means both, `[0|…]` the paper that the text itself is.
"""

TEXTS = (
    "Huyện ban hành {1|Kế hoạch số 12-KH/HU ngày 4/3/2021}. [1|Kế hoạch này] áp dụng cho mọi chi bộ.",
    "UBND xã nhận {1|Công văn số 215/UBND-VX} và {2|Quyết định số 88/QĐ-UBND}. [2|Quyết định này] giao kinh "
    "phí cho xã.",
    "Theo {1|Nghị định số 7/2019/NĐ-CP của Chính phủ}, hồ sơ nộp một lần. [1|Nghị định] cũng bỏ ba loại giấy tờ.",
    "{1|Nghị quyết số 9-NQ/TU} thay thế {2|Nghị quyết số 3-NQ/TU}. [1|Nghị quyết này] có hiệu lực từ ngày ký.",
    "{1|Quyết định số 31/2018/QĐ-UBND} sửa đổi {2|Quyết định số 5/2016/QĐ-UBND}. [1|Quyết định này] gồm 4 điều.",
    "Tỉnh có {1|Chỉ thị số 14-CT/TU} và {2|Chỉ thị số 15-CT/TU}. [1,2|Hai chỉ thị này] đã đến từng bản.",
    "Chi bộ học {1|Nghị quyết số 21-NQ/TW} và {2|Nghị quyết số 22-NQ/TW}. Các [1,2|nghị quyết nêu trên] được chép tay.",
    "Số: 45/QĐ-UBND\nĐiều 1. Cho phép lập quỹ.\nĐiều 2. [0|Quyết định này] có hiệu lực từ ngày ký.",
    "Căn cứ {1|Quyết định số 10/2015/QĐ-UBND};\nĐiều 1. Ban hành kèm theo [0|Quyết định này] quy chế làm việc.",
    "Điều 4. [0|Quyết định này] có hiệu lực kể từ ngày ký.",
    "Mọi quy định trước đây trái với [0|Quy chế này] đều bãi bỏ.",
    "Bộ ban hành {1|Thông tư số 4/2017/TT-BNV}. Theo [1|Thông tư này], phòng lưu trữ mở cửa cả tuần.",
    "Hai bộ ký {1|Thông tư liên tịch số 2/2012/TTLT-BNV-BTC}. [1|Thông tư này] thay cho ba văn bản cũ.",
    "{1|Luật Thủy lợi năm 2017} có 10 chương. [1|Luật này] không áp dụng cho đê điều.",
    "Theo {1|Bộ luật Lao động số 45/2019/QH14}, tuổi nghỉ hưu tăng dần. [1|Bộ luật này] cũng nói về đối thoại.",
    "Đảng ủy ra {1|Nghị quyết số 2-NQ/ĐU} hôm 3/2. Sau một năm, {2|Kế hoạch số 9-KH/ĐU} cụ thể hóa [1|Nghị quyết này].",
    "Xã đã có {1|Kế hoạch số 6/KH-UBND}. Đến tháng 5, huyện gửi {2|Công văn số 77/UBND-NN}. [1|Kế hoạch nêu "
    "trên] đổi theo.",
    "Trong {1|Quy định số 18-QĐ/TU} có năm điều. [1|Quy định này] dành cho cán bộ chủ chốt.",
    "{1|Chỉ thị số 8-CT/TU ngày 5/5/2020} yêu cầu giữ rừng. Một năm sau, {1|Chỉ thị số 8-CT/TU} được sơ kết.",
    "Bí thư đọc {1|Nghị quyết số 11-NQ/TU}. Sau đó cả xã thực hiện [1|Nghị quyết 11].",
    "Tỉnh ban hành {1|Chỉ thị số 05-CT/TU}. Từ đó, [1|Chỉ thị số 05] được dán ở nhà văn hóa.",
    "{1|Nghị quyết số 35-NQ/TW của Bộ Chính trị} nói về tư tưởng. Tổ học tập đọc kỹ [1|Nghị quyết 35 của Bộ "
    "Chính trị].",
    "{1|Kết luận số 3-KL/TU} và {2|Kết luận số 4-KL/TU} cùng ngày. Huyện làm theo [2|Kết luận 4] trước.",
    "{1|Nghị định số 30/2011/NĐ-CP} đã cũ. Mẫu dấu trong [1|Nghị định 30] vẫn dùng.",
    "{1|Nghị quyết số 7-NQ/HU} nêu ba việc; {2|Kế hoạch số 8-KH/HU} chia việc cho từng bản. [2|Kế hoạch này] "
    "có phụ lục.",
    "Ngày 2/4, huyện gửi {1|Báo cáo số 19-BC/HU}. [1|Báo cáo này] nêu rõ ba tồn tại.",
    "Ban gửi {1|Tờ trình số 3-TTr/BTGHU}. Thường trực đồng ý với [1|Tờ trình nêu trên].",
    "{1|Hướng dẫn số 2-HD/BTCTU} có bốn mẫu. Chi bộ nào chưa rõ, xem lại [1|Hướng dẫn này].",
    "Nhà trường làm theo {1|Công văn số 9/SGDĐT-VP}. [1|Công văn này] cho học sinh nghỉ rét.",
    "{1|Chương trình số 1-CTr/HU} kéo dài năm năm. [1|Chương trình này] đặt 12 chỉ tiêu.",
    "{1|Đề án số 5-ĐA/TU} được duyệt. Kinh phí của [1|Đề án này] lấy từ ngân sách tỉnh.",
    "Đoàn xã theo {1|Hướng dẫn số 14 HD/TĐTN}. Trong [1|Hướng dẫn này] có cách chấm thi.",
    "Căn cứ {1|Nghị quyết số 6/NQ-HĐND} và {2|Quyết định số 9/QĐ-UBND}, xã chi tiền. [1|Nghị quyết trên] do "
    "hội đồng thông qua.",
    "Xem {1|Quyết định số 12/QĐ-UBND}, {2|Quyết định số 13/QĐ-UBND} và {3|Quyết định số 14/QĐ-UBND}; ba "
    "[1,2,3|quyết định này] cùng ngày.",
    "{1|Thông báo số 44-TB/HU} báo lịch họp. Theo [1|thông báo này], xã chuẩn bị hội trường.",
    "Tổ dân vận in {1|Nghị quyết số 5-NQ/TU} thành tờ gấp, vì [1|nghị quyết này] dài.",
    "Chủ tịch ký {1|Quyết định số 301/QĐ-UBND}. Người dân đọc [1|quyết định này] ở bảng tin.",
    "{1|Nghị quyết Đại hội đại biểu Đảng bộ huyện lần thứ XX} có sáu đột phá. Học [1|Nghị quyết này], đảng "
    "viên bàn kỹ.",
    "Quốc hội thông qua {1|Luật Thanh niên năm 2020}. Đoàn xã mở hội thi về [1|Luật này].",
    "{1|Nghị quyết số 8-NQ/TW} và {2|Chỉ thị số 9-CT/TW} đã cũ. Cả [1,2|văn bản nêu trên] vẫn được nhắc.",
    "Phòng nhận {1|Kế hoạch số 3/KH-UBND}. [1|Văn bản này] gửi chậm hai ngày.",
    "Số: 7-NQ/ĐU\nCăn cứ {1|Nghị quyết số 2-NQ/HU}; chi bộ chịu trách nhiệm thi hành [0|Nghị quyết này].",
    "Số: 18/KH-UBND\nThực hiện {1|Kế hoạch số 5/KH-UBND}, xã lập [0|Kế hoạch này].",
    "{1|Quyết định số 4-QĐ/HU} (sau đây gọi là [1|Quyết định]) có phụ lục. [1|Quyết định] nêu tên từng tổ.",
    "{1|Nghị định số 5/2020/NĐ-CP} thay {2|Nghị định số 6/2010/NĐ-CP}. So với cũ, [1|Nghị định 5] ngắn hơn "
    "[2|Nghị định 6].",
    "{1|Quy chế số 2-QC/ĐU} được thông qua. Các ban làm theo đúng [1|Quy chế này].",
    "Xã đã có {1|Nghị quyết số 4-NQ/ĐU}. Trong [1|Nghị quyết], việc làm đường đứng đầu.",
    "{1|Chỉ thị số 3-CT/HU} bàn về học tập. [1|Chỉ thị] yêu cầu bí thư làm gương.",
    "{1|Kết luận số 12-KL/TW của Ban Bí thư} ra tháng 4. [1|Kết luận] chỉ rõ ba hạn chế.",
    "{1|Thông tư số 8/2021/TT-BTC} hướng dẫn {2|Nghị định số 2/2021/NĐ-CP}. [1|Thông tư này] có 12 mẫu biểu.",
    "{1|Hướng dẫn số 6-HD/BTGTU} và {2|Hướng dẫn số 7-HD/BTGTU}: các [1,2|hướng dẫn này] in chung một tập.",
    "Hội đồng ra {1|Nghị quyết số 20/2022/NQ-HĐND}. Điều 3 [1|Nghị quyết này] quy định mức hỗ trợ.",
)
