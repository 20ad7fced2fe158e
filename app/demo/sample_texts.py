# SPDX-License-Identifier: GPL-3.0-or-later
"""The people and the words of the sample mailbox. All of it is invented."""

ME = ("Robin Demo", "demo@fulmar.example")
ANNA = ("Anna Lindqvist", "anna@fulmar.example")
PEOPLE = [
    ("Mira Okafor", "mira.okafor@harbour.example"),
    ("Jonas Weber", "jonas.weber@harbour.example"),
    ("Priya Raman", "priya@studio-north.example"),
    ("Tomás Herrera", "tomas@herrera.example"),
    ("Élodie Marchand", "elodie.marchand@atelier.example"),
    ("Samuel Brandt", "samuel.brandt@brandt-und-soehne.example"),
    ("Ingrid Sørensen", "ingrid@fjord.example"),
    ("Kwame Mensah", "kwame@lighthouse.example"),
    ("Lucía Ferrer", "lucia.ferrer@riverside.example"),
    ("Noah Fischer", "noah@fischer.example"),
]

# Each conversation: folder, subject, and the turns; people answer one another and Robin.
CONVERSATIONS = [
    ("INBOX", "Harbour survey: which boats do we count?", [
        "Hello Robin,\n\nfor the spring survey I would like to count every boat over six metres, moored or passing. Last year we left out the "
        "ferries and somebody asked about it at every single meeting.\n\nCould you bring the old forms on Thursday?",
        "I would keep the ferries apart. They come by timetable, so we can take the numbers from there and spend the hours on the others.",
        "Good idea. Then one table for the timetable and one for what we see. I will bring the forms, there are about forty left.",
        "Forty will do for two weekends. Shall we meet at the north pier at eight? The light is best before nine.",
        "Eight is fine. I bring coffee, somebody please bring a thermos that closes.",
        "I have one. It closes, mostly.",
    ]),
    ("INBOX", "Dinner on Saturday", [
        "Are you free on Saturday? Tomás wants to try his new oven and needs people who say nothing but kind things.",
        "Gladly. What may I bring?",
        "Bread, or something for afterwards. There will be eight of us, and one who eats no nuts.",
        "Then a lemon tart without almonds. See you at seven!",
    ]),
    ("INBOX", "Proofs for the autumn catalogue", [
        "Dear Robin,\n\nthe proofs are attached. Please look at pages 12 to 19, where the blues came out darker than on screen. The printer "
        "holds our slot until Wednesday noon.",
        "Thank you. Page 14 is fine for me, 17 is too dark in the lower half. Could we lift it by five per cent?",
        "Five per cent is no problem. I have told the printer, new proof tomorrow morning.",
    ]),
    ("INBOX", "Re: Question about the invoice of March", [
        "Good morning,\n\nin the invoice of March the delivery appears twice, on lines 4 and 9. Would you please correct it? We pay as soon as "
        "the new one is here.",
        "You are right, and I am sorry for it. The corrected invoice is attached; line 9 is gone.",
        "Received, thank you. It is paid.",
    ]),
    ("Work", "Notes from the planning meeting", [
        "Here is what we agreed on:\n\n  * The first chapter goes to Mira by the 12th.\n  * Jonas asks the archive about the three maps.\n  * Nobody "
        "changes the style sheet before the end of the month.\n\nPlease shout if I forgot something.",
        "One thing: the photographs. Lucía said that she needs the list by Friday.",
        "Right. List follows tomorrow.",
    ]),
    ("Work", "Server room: air conditioning", [
        "The technician comes on Tuesday between 9 and 11. Somebody has to let him in and stay with him.",
        "I am in the office anyway. I will take it.",
        "He replaced the filter and wants to see it again in six months. It was 31 degrees in there, now it is 22.",
    ]),
    ("Family", "Grandmother's birthday", [
        "She will be ninety in May! I thought of the garden, if the weather allows, and of the long table from the barn.",
        "The barn table needs new legs, I can do that in April. How many shall we be?",
        "Thirty-four if everybody comes, and everybody wants to come.",
        "Then two tables. I will ask the neighbours for their benches.",
        "Please no speeches longer than a page. She said so herself.",
    ]),
    ("Archive", "Choir: programme for the summer concert", [
        "Please find below the pieces as we have them now. We are still looking for something short before the interval.",
        "The folk song from two years ago? Everybody still knows it, and it is three minutes.",
        "Agreed. Rehearsals start on the 3rd, as always in the small hall.",
    ]),
]

LONG_THREAD = ("Archive", "Where shall the new bench stand?", [
    "By the water, so that one sees the boats.", "Under the oak. By the water it is always windy.", "Under the oak it is always wet.",
    "Then between the two?", "Between the two is the path.", "We could move the path.", "We could not move the path.",
    "Has anybody asked the gardener?", "The gardener says: by the wall, it has the evening sun.", "The wall! Nobody thought of the wall.",
])

SHORT = [
    ("Your parcel is on its way", "Your parcel was handed over to the carrier today and should reach you within three days."),
    ("Reminder: library books are due", "Two books are due on Monday. You can extend them once in your reader's account."),
    ("Lost umbrella", "Somebody left a green umbrella in the meeting room on the second floor. It waits at the front desk."),
    ("Keys", "I put the keys into the blue box. The small one is for the shed."),
    ("Photos of the weekend", "The best of them are attached; the one with the dog is not, for his sake."),
    ("Train on Friday", "I take the 16:04 and am with you at ten past six, if the connection holds."),
    ("Thank you!", "That was a wonderful evening. The recipe, please."),
    ("Meeting moved to Thursday", "The room is taken on Wednesday, so we meet on Thursday at ten. Same place."),
    ("Question about the minutes", "On page two it says that I agreed. I did not, but I do now, so leave it."),
    ("Bicycle is repaired", "You can fetch it any time until six. New chain, new brake pads, and the bell rings again."),
    ("Measurements for the shelf", "182 by 64, depth 30. The wall is not straight, so please leave a centimetre."),
    ("Garden hours this week", "Wednesday from four and Saturday from nine. Gloves are in the shed."),
    ("New opening hours", "From the first of next month we are open until eight on Thursdays, and closed on Mondays."),
    ("Draft of the programme note", "About four hundred words, as you asked. Cut what you like, but please not the last sentence."),
    ("Doctor's appointment", "This is to confirm your appointment on the 14th at 8:40. Please bring your card."),
]

# Charset, subject, text, sender: one letter per script.
SCRIPTS = [
    ("iso-8859-1", "Grüße aus Köln", "Schöne Grüße vom Rhein! Das Wetter ist trüb, das Gebäck dafür umso süßer.", ("Jörg Müller", "joerg@mueller.example")),
    ("iso-8859-15", "Prix du café: 2,50 €", "Le café coûte maintenant 2,50 €, mais la vue reste gratuite.", ("Zoé Lefèvre", "zoe@lefevre.example")),
    ("koi8-r", "Привет из Москвы", "Здравствуй! Посылаю тебе рецепт пирога, который мы пекли в прошлом году.", ("Ольга Смирнова", "olga@smirnova.example")),
    ("windows-1251", "Новый график поездов", "С первого числа поезд отправляется на десять минут раньше.", ("Иван Петров", "ivan@petrov.example")),
    ("shift_jis", "花見のお誘い", "今週末、川沿いの桜が満開になるそうです。一緒に花見に行きませんか。", ("田中 花子", "hanako@tanaka.example")),
    ("iso-2022-jp", "会議の資料について", "明日の会議の資料をお送りします。ご確認をお願いいたします。", ("佐藤 健", "ken@sato.example")),
    ("gb18030", "关于下周的旅行安排", "我们下周三早上八点在车站见面，请带上护照和雨伞。", ("王小明", "xiaoming@wang.example")),
    ("big5", "生日快樂", "祝你生日快樂，身體健康！禮物已經寄出了。", ("陳美玲", "meiling@chen.example")),
    ("euc-kr", "주말 등산 안내", "토요일 아침 일곱 시에 산 입구에서 만나요. 물과 간식을 준비해 주세요.", ("김지훈", "jihun@kim.example")),
    ("utf-8", "دعوة إلى حفل الافتتاح", "يسرنا دعوتكم إلى حفل افتتاح المعرض يوم الخميس القادم في السابعة مساءً.", ("ليلى حداد", "layla@haddad.example")),
    ("windows-1255", "הזמנה לארוחת ערב", "נשמח לראותכם אצלנו ביום שישי בשבע בערב. אל תביאו כלום, רק תיאבון.", ("דוד כהן", "david@cohen.example")),
    ("utf-8", "สวัสดีปีใหม่", "ขอให้มีความสุขและสุขภาพแข็งแรงตลอดปี", ("สมชาย ใจดี", "somchai@jaidee.example")),
    ("utf-8", "नमस्ते, कैसे हो?", "बहुत दिनों से बात नहीं हुई। क्या रविवार को समय है?", ("आरव शर्मा", "aarav@sharma.example")),
    ("iso-8859-7", "Καλημέρα από την Αθήνα", "Ο ήλιος λάμπει και η θάλασσα είναι ήρεμη. Σε περιμένουμε!", ("Νίκος Παπαδάκης", "nikos@papadakis.example")),
    ("utf-8", "Party 🎉 tomorrow 🎂🎈", "Cake at four 🍰, music at six 🎶, and the neighbours know about it 👍🏽.", ("Zuzana Nováková", "zuzana@novakova.example")),
]

NEWSLETTERS = [
    ("The Tidal Letter", "letter@tidal.example", "What the ebb leaves behind", "#1f5f7a",
     ["Three walks along the flats, with the times of low water for the month.",
      "Why cockles bury themselves, and how deep.", "A reader asks: may I take driftwood home?"]),
    ("Bread & Salt", "hello@breadandsalt.example", "A rye loaf for beginners", "#8a4b1f",
     ["Flour, water, salt and two days of patience: the whole recipe.", "Five things to do with stale bread.",
      "Our mill of the month stands in a valley with one road."]),
    ("Open Skies Observatory", "news@openskies.example", "The sky in the coming weeks", "#2b2f6b",
     ["Jupiter rises at dusk and stays all night.", "The shower of meteors peaks on the 14th, after midnight.",
      "Public evenings: every Friday with a clear sky."]),
    ("City Cycling Club", "club@cycling.example", "Routes without a hill", "#2f6b3c",
     ["Forty kilometres along the canal, with two cafés.", "Lights: what the law says and what the eye needs.",
      "The workshop evening is on Tuesday."]),
]

FOLDERS = ["Work", "Work/Contracts", "Family", "Newsletters", "Reisepläne", "写真", "Путешествия"]
