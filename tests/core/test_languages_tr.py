"""Turkish: sentences in the manner of agencies, ministries and monitors, and what each must be read as; its numbers."""

from __future__ import annotations

import pytest

from monitor.core.book import Book
from monitor.core.language import detect
from monitor.core.text import fold
from monitor.model import Bound
from tests.core.conftest import Read
from tests.core.notation import differences

LANG = "tr"

CASES = [
    (
        "Pakistan'ın Belucistan eyaletinde polis aracına düzenlenen bombalı saldırıda 5 polis öldü, 12 kişi yaralandı.",
        "killed 5 security forces; injured 12",
    ),
    (
        "İran'ın güneydoğusundaki Zahedan kentinde düzenlenen silahlı saldırıda iki devrim muhafızı öldürüldü.",
        "killed 2 security forces",
    ),
    (
        "İsrail'in Gazze'nin kuzeyindeki Cibaliya'ya düzenlediği saldırıda aynı aileden 6 kişi öldü.",
        "killed 6",
    ),
    (
        "Lübnan Sağlık Bakanlığından yapılan yazılı açıklamada, saldırılarda 9 kişinin öldüğü, 21 kişinin yaralandığı belirtildi.",
        "killed 9 @lebanon-health-ministry; injured 21 @lebanon-health-ministry",
    ),
    (
        "Gazze'deki Sivil Savunma Sözcüsü Mahmud Basal, AFP'ye yaptığı açıklamada, İsrail saldırılarında en az 25 kişinin öldüğünü söyledi.",
        "killed >=25 @gaza-civil-defence /afp",
    ),
    (
        "Reuters'a konuşan üst düzey bir İranlı yetkili, olaylarda en az 5 bin kişinin öldüğünü, bunların 500'ünün güvenlik görevlisi olduğunu söyledi.",
        "killed >=5000 total @iranian-official /reuters; killed 500 subset security forces @iranian-official",
    ),
    (
        "İranlı yetkililer can kaybına ilişkin açıklama yapmadı.",
        "",
    ),
    (
        "Norveç merkezli İran İnsan Hakları Örgütü ise en az 3 bin 428 göstericinin öldürüldüğünü bildirdi.",
        "killed >=3428 total protesters @ihrngo",
    ),
    (
        "Örgüt, gözaltına alınanların sayısının 10 bini aştığını kaydetti.",
        "arrested >10000 total",
    ),
    (
        "Saldırıyı kimse üstlenmedi; ölü ya da yaralı olmadı.",
        "",
    ),
    (
        "Can kaybı yaşanmadı.",
        "",
    ),
    (
        "Depremde ölen ya da yaralanan olmadığı bildirildi.",
        "",
    ),
    (
        "Yetkililer ölü sayısının artmasından endişe ediyor.",
        "",
    ),
    (
        "Trump, İran'ı göstericileri idam etmemesi konusunda uyardı.",
        "",
    ),
    (
        "İran'da 800 kişinin idamının durdurulduğu öne sürüldü.",
        "",
    ),
    (
        'Hamaney, "binlerce kişi öldü" dedi.',
        "killed 1000+",
    ),
    (
        "Cumhurbaşkanı, olaylarda birkaç bin kişinin öldüğünü kabul etti.",
        "killed 3000+ total @government",
    ),
    (
        "85 yaşındaki sanatçı hayatını kaybetti",
        "killed 1",
    ),
    (
        "Ünlü oyuncu 85 yaşında hayatını kaybetti",
        "",
    ),
    (
        "2 çocuk babası öğretmen kazada hayatını kaybetti.",
        "killed 1",
    ),
    (
        "500 kişinin katıldığı törende fenalaşan adam öldü.",
        "",
    ),
    (
        "16 yaşındaki 2 çocuk boğuldu.",
        "killed 2 children",
    ),
    (
        "Trabzon'da otomobil uçuruma yuvarlandı: 4 ölü, 1 yaralı",
        "killed 4; injured 1",
    ),
    (
        "Konya'da iki otomobil çarpıştı: 2'si çocuk 5 ölü",
        "killed 2 subset children; killed 5",
    ),
    (
        "Adana'da silahlı kavga: 1 ölü, 3 yaralı, 5 gözaltı",
        "killed 1; injured 3; arrested 5",
    ),
    (
        "İzmir'de 3 katlı bina çöktü: 3 kişi enkaz altından sağ çıkarıldı.",
        "",
    ),
    (
        "Galatasaray 3-1 kazandı, 2 oyuncu sakatlandı.",
        "",
    ),
    (
        "Enflasyon yüzde 65'e yükseldi.",
        "",
    ),
    (
        "1999 depreminde 17 bin 480 kişi hayatını kaybetmişti.",
        "killed 17480 bg",
    ),
    (
        "17 Ağustos depreminin yıl dönümünde 17 bin 480 kişi anıldı.",
        "",
    ),
    (
        "2009'daki Yeşil Hareket protestolarında en az 72 kişi öldürülmüştü.",
        "killed >=72 bg",
    ),
    (
        "Kasım 2019'daki protestolarda Uluslararası Af Örgütü'ne göre en az 304 kişi öldürülmüştü.",
        "killed >=304 bg @amnesty",
    ),
    (
        "1988'de binlerce siyasi tutuklu idam edilmişti.",
        "executed 1000+ bg",
    ),
    (
        "İsrail ordusu, Lübnan'da 3 Hizbullah mensubunun öldürüldüğünü duyurdu.",
        "killed 3 militants @israeli-military",
    ),
    (
        "İsrail ordusu bir askerinin öldüğünü, 3 askerin ağır yaralandığını açıkladı.",
        "killed 1 security forces @israeli-military; injured 3 security forces @israeli-military",
    ),
    (
        "MSB: 8 terörist etkisiz hale getirildi",
        "killed 8 militants @turkey-defence-ministry",
    ),
    (
        "Bakan Güler, son bir haftada 34 teröristin etkisiz hale getirildiğini söyledi.",
        "killed 34 militants",
    ),
    (
        "Ukrayna Genelkurmayı, Rusya'nın son 24 saatte 1.020 asker kaybettiğini duyurdu.",
        "",
    ),
    (
        "Kiev'e düzenlenen saldırıda 4 kişi öldü, 1'i çocuk 19 kişi yaralandı.",
        "killed 4; injured 1 subset children; injured 19",
    ),
    (
        "Sudan Doktorlar Ağı, Faşir'de 2 binden fazla sivilin öldürüldüğünü açıkladı.",
        "killed >2000 civilians",
    ),
    (
        "Kongo Demokratik Cumhuriyeti'nde tekne battı: En az 86 ölü, 100'den fazla kayıp",
        "killed >=86; missing >100",
    ),
    (
        "Suriye İnsan Hakları Gözlemevi (SOHR), Süveyda'daki çatışmalarda ölü sayısının 1.120'ye çıktığını duyurdu.",
        "killed 1120 total @sohr",
    ),
    (
        "SOHR'a göre ölenlerin 298'i sivil, 194'ü yargısız infaz edilmiş.",
        "killed 298 subset civilians; killed 194 subset",
    ),
    (
        "BM, 2025'te 4,3 milyon Sudanlının yerinden edildiğini bildirdi.",
        "displaced 4300000",
    ),
    (
        "Yangın nedeniyle 50 bin kişi evini terk etmek zorunda kaldı.",
        "displaced 50000",
    ),
    (
        "Savaş 12 milyon insanı yerinden etti.",
        "displaced 12000000",
    ),
    (
        "Heyelanda 3 işçi toprak altında kaldı.",
        "",
    ),
    (
        "Toprak altında kalan 3 işçinin cansız bedenine ulaşıldı.",
        "killed 3",
    ),
    (
        "Polis ekipleri 11 kişiyi gözaltına aldı, 3'ü tutuklandı.",
        "arrested 11; arrested 3 subset",
    ),
    (
        "FETÖ'ye yönelik operasyonda 35 şüpheli hakkında gözaltı kararı verildi, 28'i yakalandı.",
        "arrested 28",
    ),
    (
        "Savcılık, aralarında 5 polisin de bulunduğu 17 şüpheli hakkında iddianame hazırladı.",
        "charged 5 subset security forces; charged 17",
    ),
    (
        "Eski belediye başkanı 4 yıl 2 ay hapis cezasına çarptırıldı.",
        "",
    ),
    (
        "Mahkeme 3 sanığa ağırlaştırılmış müebbet hapis cezası verdi, 5 sanığın beraatine karar verdi.",
        "sentenced 3",
    ),
    (
        "Kamerun'da okula saldırı: 79 öğrenci kaçırıldı",
        "abducted 79 students",
    ),
    (
        "Nijerya'da kaçırılan 24 kız öğrenci serbest bırakıldı.",
        "",
    ),
    (
        "Boko Haram militanları köye baskın düzenledi, 23 kişiyi öldürdü, 17 kişiyi kaçırdı.",
        "killed 23; abducted 17",
    ),
    (
        "Suudi Arabistan'da yılbaşından bu yana 345 kişi idam edildi.",
        "executed 345 total",
    ),
    (
        "İran'da aynı gün 6 kişi asıldı.",
        "executed 6",
    ),
    (
        "Arakan'da tekne battı, 21 Rohingyalı hayatını kaybetti.",
        "killed 21",
    ),
    (
        "Ege Denizi'nde göçmen teknesi battı: 7 ölü",
        "killed 7",
    ),
    (
        "Uçakta bulunan 181 kişiden 179'u öldü.",
        "killed 179",
    ),
    (
        "Kazada 179 kişi ölürken 2 kişi kurtuldu.",
        "killed 179",
    ),
    (
        "Ölenler arasında 3 çocuk ile bir gazeteci de var.",
        "killed 3 subset children; killed 1 subset journalists",
    ),
    (
        "Kartalkaya'daki otel yangınında hayatını kaybedenlerin sayısı 78'e yükseldi, 36'sı çocuk.",
        "killed 78 total; killed 36 subset children",
    ),
    (
        "14 Ocak itibarıyla ölü sayısı 2 bin 615'e yükseldi.",
        "killed 2615 total 2026-01-14",
    ),
    (
        "Pazartesi günü itibarıyla 646 kişi hayatını kaybetti.",
        "killed 646 total 2026-01-12",
    ),
    (
        "HRANA, dün itibarıyla ölenlerin sayısının 544'e ulaştığını açıkladı.",
        "killed 544 total @hrana 2026-01-13",
    ),
    (
        "İRAN'DA ÖLÜ SAYISI 5 BİNİ AŞTI",
        "killed >5000 total",
    ),
    (
        "SON DAKİKA: DİYARBAKIR'DA PATLAMA: 2 ŞEHİT, 7 YARALI",
        "killed 2; injured 7",
    ),
    (
        "Şırnak'ta 3 şehit",
        "killed 3",
    ),
    (
        "Hakkari'de çatışma: 1 asker şehit oldu",
        "killed 1 security forces",
    ),
    (
        "Tahran'da 3 polis memuru bıçaklı saldırıda yaralandı",
        "injured 3 security forces",
    ),
    (
        "İşte 10 soruda İran protestoları",
        "",
    ),
    (
        "Fenerbahçe deplasmanda 2-1 kaybetti",
        "",
    ),
    (
        "2025'in en iyi 10 filmi",
        "",
    ),
    (
        "Asgari ücret 28 bin 75 lira oldu",
        "",
    ),
    (
        "Deprem mi oldu? 4,3 büyüklüğünde deprem",
        "",
    ),
    (
        "İzmir'de 6,6 büyüklüğündeki depremde 117 kişi ölmüştü.",
        "killed 117",
    ),
    (
        "Gösterilerin 16. gününde internet erişimi 100 saattir kesik.",
        "",
    ),
    (
        "31 eyalette, 185 kentte protesto düzenlendi.",
        "",
    ),
    (
        "47 yıllık rejim sallanıyor.",
        "",
    ),
    (
        "Sanatçı 90 yaşında yaşamını yitirdi",
        "",
    ),
    (
        "Kaçak göçmenleri taşıyan tekne battı: 5'i çocuk 17 göçmen öldü, 25 kişi aranıyor",
        "killed 5 subset children; killed 17",
    ),
    (
        "Saldırganın etkisiz hale getirildiği olayda 4'ü polis 9 kişi yaralandı.",
        "injured 4 subset security forces; injured 9",
    ),
    (
        "Saldırgan dahil 5 kişi hayatını kaybetti.",
        "killed 5",
    ),
    (
        "Saldırıda, saldırganın da aralarında bulunduğu 5 kişi öldü.",
        "killed 5",
    ),
    (
        "Adıyaman'da enkazdan 72 saat sonra 3 kişi sağ çıkarıldı.",
        "",
    ),
    (
        'Trump "800 idam durduruldu" dedi.',
        "",
    ),
    (
        "Hükümet sözcüsü 200 kişinin öldüğü iddialarını yalanladı.",
        "",
    ),
    (
        "Yetkililer, 12 bin kişinin öldürüldüğü iddiasını reddetti.",
        "",
    ),
    (
        "Ordu, 5 sivilin öldüğü yönündeki haberleri yalanladı.",
        "",
    ),
    (
        "Mahkeme 4 kişiyi idama mahkum etti.",
        "sentenced 4",
    ),
    (
        "Hamas'ın elinde 20 rehine bulunuyor.",
        "abducted 20",
    ),
    (
        "251 kişi rehin alınmıştı.",
        "abducted 251",
    ),
    (
        "Silahlı grup 12 köylüyü rehin aldı.",
        "abducted 12 civilians",
    ),
    (
        "Güvenlik güçleri 3 rehineyi kurtardı.",
        "",
    ),
    (
        "Operasyonda 2 terörist öldürüldü, 1 asker şehit oldu, 3 asker yaralandı.",
        "killed 2 militants; killed 1 security forces; injured 3 security forces",
    ),
    (
        "Kaza sonucu araçta bulunan 5 kişiden 3'ü olay yerinde, 1'i hastanede hayatını kaybetti.",
        "killed 3; killed 1",
    ),
    (
        "Yangında mahsur kalan 15 kişi kurtarıldı, 2 kişi hayatını kaybetti.",
        "killed 2",
    ),
    (
        "İsrail hapishanelerinde 9 bin 300'den fazla Filistinli tutuluyor.",
        "arrested >9300",
    ),
    (
        "İsrail güçleri Batı Şeria'da 40 Filistinliyi alıkoydu.",
        "arrested 40",
    ),
    (
        "İsrail askerleri baskınlarda 25 Filistinliyi gözaltına aldı.",
        "arrested 25",
    ),
    (
        "Batı Şeria'da İsrail askerlerinin ateş açması sonucu 1 Filistinli öldü, 3 Filistinli yaralandı.",
        "killed 1; injured 3",
    ),
    (
        "7 Ekim'den bu yana Batı Şeria'da 1.100'den fazla Filistinli öldürüldü.",
        "killed >1100 total",
    ),
    (
        "Kolera salgınında 3 binden fazla kişi öldü.",
        "killed >3000",
    ),
    (
        "Kuş gribi nedeniyle 5 bin tavuk itlaf edildi.",
        "",
    ),
    (
        "Sel nedeniyle 400 büyükbaş hayvan telef oldu.",
        "",
    ),
    (
        "İHD'ye göre 2025'te cezaevlerinde 30 mahpus yaşamını yitirdi.",
        "killed 30 prisoners",
    ),
    (
        "Kadın Cinayetlerini Durduracağız Platformu, kasım ayında 29 kadının öldürüldüğünü açıkladı.",
        "killed 29 women",
    ),
    (
        "Eski eşi tarafından bıçaklanan kadın hayatını kaybetti.",
        "killed 1",
    ),
    (
        "Gazeteci Hrant Dink 19 yıl önce öldürülmüştü.",
        "killed 1 bg",
    ),
    (
        "Polisin açtığı ateş sonucu bir gösterici hayatını kaybetti.",
        "killed 1 protesters",
    ),
    (
        "Bir kadın ve iki çocuğu yangında öldü.",
        "killed 1 women; killed 2 children",
    ),
    (
        "Kazada anne ve 3 çocuğu hayatını kaybetti.",
        "killed 3 children",
    ),
    (
        "Ukrayna'nın Ternopil kentine düzenlenen saldırıda ölenlerin sayısı 34'e yükseldi, 6 kişi hâlâ kayıp.",
        "killed 34 total; missing 6",
    ),
    (
        "Hong Kong'daki yangında ölü sayısı 128'e çıktı; 200'den fazla kişiden haber alınamıyor.",
        "killed 128 total; missing >200",
    ),
    (
        "Endonezya'daki sellerde 303 kişi öldü, 279 kişi kayboldu, 80 bin kişi tahliye edildi.",
        "killed 303; missing 279; displaced 80000",
    ),
    (
        "BM Sözcüsü, 2025'te 383 yardım çalışanının öldürüldüğünü, bunların 181'inin Gazze'de olduğunu belirtti.",
        "killed 383 aid workers @united-nations; killed 181 subset",
    ),
    (
        "CPJ'ye göre savaşın başından bu yana 240'tan fazla gazeteci öldürüldü.",
        "killed >240 total journalists @cpj",
    ),
    (
        "Sınır Tanımayan Doktorlar, saldırıda 2 çalışanının öldüğünü duyurdu.",
        "killed 2 @msf",
    ),
    (
        "Sağlık kaynaklarının AA muhabirine verdiği bilgiye göre, saldırılarda 12 Filistinli yaşamını yitirdi.",
        "killed 12 @hospital /anadolu",
    ),
    (
        "Yerel medyaya göre olayda 8 kişi öldü; polis ise 5 kişinin öldüğünü açıkladı.",
        "killed 8 @local-media; killed 5 @police",
    ),
    (
        "Norveç merkezli Hengaw, gösterilerde 31'i çocuk olmak üzere en az 248 kişinin can verdiğini, 3 binden fazla kişinin tutuklandığını bildirdi.",
        "killed 31 subset children @hengaw; killed >=248 total @hengaw; arrested >3000 total @hengaw",
    ),
    (
        "Mersin'deki hal yangınında ölenlerin sayısı, hastanede iki kişinin daha yaşamını yitirmesiyle 9'a çıktı.",
        "killed 2 increment; killed 9 total",
    ),
    (
        "Valilik, 5'i yabancı uyruklu 19 kişinin hayatını kaybettiğini, 64 yaralıdan 22'sinin taburcu edildiğini açıkladı.",
        "killed 5 subset; killed 19 @governor; injured 64 @governor",
    ),
    (
        "Polisle göstericiler arasında çıkan çatışmada 11 gösterici ile orduya bağlı 3 kişi öldürüldü.",
        "killed 11 protesters; killed 3",
    ),
    (
        'Vali, "Şehit sayımız 7 oldu, yaralı sayımız 31" dedi.',
        "killed 7 total @governor; injured 31 total @governor",
    ),
    (
        "Rapora göre 4'ü 15 yaşından küçük toplam 26 kişi öldürüldü.",
        "killed 4 subset; killed 26",
    ),
    (
        "Sel felaketinde can kaybı 19'dan 43'e çıktı, 8 kişiden haber alınamıyor.",
        "killed 43 total; missing 8",
    ),
    (
        "Zelenskiy, biri bebek olmak üzere 6 kişinin öldüğünü, aralarında 3 itfaiyecinin de bulunduğu 27 kişinin yaralandığını açıkladı.",
        "killed 1 subset children @ukraine-officials; killed 6 @ukraine-officials; injured 3 subset @ukraine-officials; injured 27 @ukraine-officials",
    ),
    (
        "Rapora göre yıl boyunca en az 41 idam cezası infaz edildi.",
        "executed >=41",
    ),
    (
        "Davada 14 kişi yargılandı, bunlardan 5'i idama mahkum edildi.",
        "charged 14; sentenced 5",
    ),
    (
        "Gözaltına alınan 62 kişiden 9'u tutuklandı.",
        "arrested 62; arrested 9 subset",
    ),
    (
        "Komisyon, 1.345 ölüm vakasının hâlâ incelendiğini kaydetti.",
        "under_investigation 1345",
    ),
    (
        "Öldürülen gazetecilerin sayısı 214'e ulaştı.",
        "killed 214 total journalists",
    ),
    (
        "Kurbanların 12'si kadın, 7'si çocuk; 3'ü ise sağlık çalışanı.",
        "killed 12 subset women; killed 7 subset children; killed 3 subset medics",
    ),
    (
        "AP'ye konuşan bir polis yetkilisi, 9 cesedin çıkarıldığını doğruladı.",
        "killed 9 @police /ap",
    ),
    (
        "Adını vermek istemeyen bir yetkilinin BBC'ye verdiği bilgiye göre en az 300 kişi gözaltına alındı.",
        "arrested >=300 @official /bbc",
    ),
    (
        "Londra merkezli Iran International ölü sayısının en az 12 bin olduğunu yazdı.",
        "killed >=12000 total @iran-international",
    ),
    (
        "Tahran yönetimi ise 3 bin 117 kişinin öldüğünü açıkladı.",
        "killed 3117 total",
    ),
    (
        "İran Şehitler ve Gaziler Vakfı, 2 bin 427'si sivil ve güvenlik görevlisi olmak üzere toplam 3 bin 117 kişinin öldüğünü duyurdu.",
        "killed 2427 subset @iran-martyrs-foundation; killed 3117 total @iran-martyrs-foundation",
    ),
    (
        "HRANA'ya göre gözaltına alınanların sayısı 24 bini geçti. Örgüt, 147 güvenlik görevlisinin de öldürüldüğünü belirtti.",
        "arrested >24000 total @hrana; killed 147 security forces @hrana",
    ),
    (
        '"En az 16 kişi öldü" diyen vali, 40 kişinin hastanelerde tedavi gördüğünü söyledi.',
        "killed >=16 @governor; injured 40 @governor",
    ),
    (
        "Depremde ölenlerin sayısı 12'ye yükseldi; 45 kişi yaralandı, binlerce kişi geceyi dışarıda geçirdi.",
        "killed 12 total; injured 45",
    ),
    (
        "Üç gün süren çatışmalarda 70'ten fazla kişi öldü, on binlerce kişi yerinden edildi.",
        "killed >70; displaced 10000+",
    ),
    (
        "Mısır'da minibüs kanala düştü: 18 ölü, çoğu öğrenci",
        "killed 18",
    ),
    (
        "Kaçırılan 303 öğrenciden 50'si kaçarak ailesine kavuştu.",
        "abducted 303",
    ),
    (
        "Mahkeme, darbe girişimi davasında 337 sanığı ağırlaştırılmış müebbet hapis cezasına çarptırdı.",
        "sentenced 337",
    ),
    (
        "Savcı, 105 sanık için 12 yıla kadar hapis cezası istedi.",
        "",
    ),
    (
        "İki gazeteci tutuklandı, üçü hakkında dava açıldı.",
        "arrested 2 journalists; charged 3",
    ),
    (
        "Uganda'da sandalın alabora olması sonucu yaklaşık 20 kişi boğuldu.",
        "killed ~20",
    ),
    (
        "Maden kazasında 6 işçi yaşamını yitirdi, 2 işçiye ulaşılmaya çalışılıyor.",
        "killed 6",
    ),
    (
        "Bakan, 2024'te trafik kazalarında 6 bin 351 kişinin hayatını kaybettiğini açıkladı.",
        "killed 6351 bg",
    ),
    (
        "1982'de Hama'da on binlerce kişi katledilmişti.",
        "killed 10000+ bg",
    ),
    (
        "Devrilen kamyonetteki 3 tarım işçisi öldü, 12'si yaralandı.",
        "killed 3; injured 12",
    ),
    (
        "UNICEF, savaşta en az 20 bin çocuğun öldüğünü bildirdi.",
        "killed >=20000 children @unicef",
    ),
    (
        "UNRWA Genel Komiseri Philippe Lazzarini, 382 çalışanlarının öldürüldüğünü söyledi.",
        "killed 382 @unrwa",
    ),
    (
        "Dünya Sağlık Örgütü (DSÖ), kolera nedeniyle 3 bin kişinin hayatını kaybettiğini açıkladı.",
        "killed 3000 @world-health-organization",
    ),
    (
        "İstanbul Valisi Davut Gül, yangında 29 kişinin hayatını kaybettiğini duyurdu.",
        "killed 29 @governor",
    ),
    (
        "Vali Gül: 29 can kaybımız var",
        "killed 29 @governor",
    ),
    (
        "İçişleri Bakanı Yerlikaya: 1133 kişi gözaltına alındı",
        "arrested 1133 @turkey-interior-ministry",
    ),
    (
        "Bakan Tunç, 301 kişinin tutuklandığını açıkladı.",
        "arrested 301 @turkey-justice-ministry",
    ),
    (
        "AFAD: 4 kişi hayatını kaybetti",
        "killed 4 @afad",
    ),
    (
        "AFAD'dan yapılan açıklamada 4 kişinin hayatını kaybettiği bildirildi.",
        "killed 4 @afad",
    ),
    (
        "Sağlık Bakanı Koca, can kaybının 1.014'e, yaralı sayısının 7 bin 3'e yükseldiğini açıkladı.",
        "killed 1014 total; injured 7003 total",
    ),
    (
        "Cumhurbaşkanı Erdoğan, depremde hayatını kaybedenlerin sayısının 20 bin 665'e ulaştığını açıkladı.",
        "killed 20665 total @turkey-presidency",
    ),
    (
        'Erdoğan, "Şu ana kadar 912 vatandaşımız hayatını kaybetti, 5 bin 383 vatandaşımız yaralandı" dedi.',
        "killed 912 total @turkey-presidency; injured 5383 total @turkey-presidency",
    ),
    (
        "Beyaz Baretliler, depremde Suriye'nin kuzeybatısında en az 2 bin 167 kişinin öldüğünü bildirdi.",
        "killed >=2167 @white-helmets",
    ),
    (
        "Suriye devlet televizyonu saldırıda 5 kişinin öldüğünü aktardı.",
        "killed 5 @state-media",
    ),
    (
        "Suriye resmi haber ajansı SANA, saldırıda 13 kişinin öldüğünü duyurdu.",
        "killed 13 @sana",
    ),
    (
        "Lübnan resmi ajansı NNA'ya göre saldırıda 3 kişi öldü.",
        "killed 3",
    ),
    (
        "Devlet televizyonuna konuşan vali, 12 kişinin öldüğünü söyledi.",
        "killed 12 @governor /state-media",
    ),
    (
        "İran devlet televizyonu, 100 güvenlik görevlisinin öldürüldüğünü duyurdu.",
        "killed 100 security forces @iran-state-tv",
    ),
    (
        "Tesnim haber ajansı, 14 güvenlik görevlisinin öldüğünü bildirdi.",
        "killed 14 security forces @tasnim",
    ),
    (
        "Fars Haber Ajansı'na göre 950 polis yaralandı.",
        "injured 950 security forces @fars-news",
    ),
    (
        "Reuters'ın haberine göre en az 2 bin kişi öldü.",
        "killed >=2000",
    ),
    (
        "Reuters haber ajansı, İranlı bir yetkiliye dayandırdığı haberinde en az 5 bin kişinin öldüğünü duyurdu.",
        "killed >=5000 @iranian-official /reuters",
    ),
    (
        "Amerikan haber kuruluşu CNN, 3 bin kişinin öldürüldüğünü yazdı.",
        "killed 3000 @cnn",
    ),
    (
        "New York Times gazetesine konuşan iki üst düzey yetkiliye göre 3 bin kişi öldü.",
        "killed 3000",
    ),
    (
        "Sunday Times'a göre en az 16 bin 500 kişi öldürüldü.",
        "killed >=16500",
    ),
    (
        "Time dergisi, 30 bin kişinin öldürülmüş olabileceğini yazdı.",
        "killed 30000",
    ),
    (
        "İnsan hakları örgütleri binlerce kişinin gözaltına alındığını belirtiyor.",
        "arrested 1000+ @rights-groups",
    ),
    (
        "Aktivistler, 3 göstericinin öldürüldüğünü aktardı.",
        "killed 3 protesters @activists",
    ),
    (
        "Görgü tanıkları onlarca kişinin vurulduğunu anlattı.",
        "",
    ),
    (
        "Hastane kaynakları 8 cenazenin getirildiğini bildirdi.",
        "killed 8 @hospital",
    ),
    (
        "Filistin Kızılayı 17 kişinin yaralandığını duyurdu.",
        "injured 17 @palestine-red-crescent",
    ),
    (
        "Hamas'a bağlı Gazze Sağlık Bakanlığı, 68 bin 519 kişinin öldüğünü duyurdu.",
        "killed 68519 total @gaza-health-ministry",
    ),
    (
        "Gazze'deki hükümetin Medya Ofisi, ateşkesten bu yana 97 kişinin öldürüldüğünü açıkladı.",
        "killed 97 total @gaza-media-office",
    ),
    (
        "İsrail ordu sözcüsü, 20 militanın öldürüldüğünü söyledi.",
        "killed 20 militants @israeli-military",
    ),
    (
        "İsrail ordusundan yapılan açıklamada 2 askerin öldüğü duyuruldu.",
        "killed 2 security forces @israeli-military",
    ),
    (
        "Husiler, saldırıda 8 kişinin öldüğünü bildirdi.",
        "killed 8 @houthis",
    ),
    (
        "Taliban sözcüsü, Pakistan saldırısında 10 sivilin öldüğünü söyledi.",
        "killed 10 civilians @taliban",
    ),
    (
        "Pakistan ordusu, 14 militanın öldürüldüğünü açıkladı.",
        "killed 14 militants @pakistan-military",
    ),
    (
        "Rusya Savunma Bakanlığı, 300 Ukrayna askerinin öldürüldüğünü öne sürdü.",
        "killed 300 security forces @russia-defence-ministry",
    ),
    (
        "Ukrayna Devlet Acil Durum Servisi, 5 kişinin öldüğünü bildirdi.",
        "killed 5 @ukraine-officials",
    ),
    (
        "Kiev Belediye Başkanı Vitali Kliçko, 4 kişinin yaralandığını duyurdu.",
        "injured 4 @governor",
    ),
    (
        "Vali Oleh Sinehubov, Telegram hesabından 3 kişinin öldüğünü duyurdu.",
        "killed 3 @governor",
    ),
    (
        "HRW'ye göre en az 100 protestocu öldürüldü.",
        "killed >=100 protesters @hrw",
    ),
    (
        "İnsan Hakları İzleme Örgütü 100'den fazla protestocunun öldürüldüğünü belgeledi.",
        "killed >100 protesters @hrw",
    ),
    (
        "Af Örgütü, 304 kişinin öldürüldüğünü tespit ettiğini açıkladı.",
        "killed 304 @amnesty",
    ),
    (
        "Hengaw'a göre 2 Kürt mahkum idam edildi.",
        "executed 2 @hengaw",
    ),
    (
        "BM Mülteciler Yüksek Komiserliği (UNHCR), 1,2 milyon kişinin yerinden edildiğini duyurdu.",
        "displaced 1200000 @unhcr",
    ),
    (
        "IOM verilerine göre 100 bin kişi Faşir'den kaçtı.",
        "displaced 100000 @iom",
    ),
    (
        "BM İnsan Hakları Ofisi Sözcüsü Ravina Shamdasani, 798 kişinin öldürüldüğünü söyledi.",
        "killed 798 @ohchr",
    ),
    (
        "BM'ye göre 35 milyon kişi açlıkla karşı karşıya, 40 binden fazla kişi öldü.",
        "killed >40000 @united-nations",
    ),
    (
        "HRANA 2 bin 615 kişinin öldüğünü duyurdu. Gözaltına alınanların sayısı ise 18 bin 470'e ulaştı.",
        "killed 2615 total @hrana; arrested 18470 total @hrana",
    ),
    (
        "Sağlık Bakanlığı saldırıda 12 kişinin öldüğünü açıkladı. Yaralılardan 3'ünün durumunun ağır olduğu belirtildi.",
        "killed 12 @health-ministry; injured 3 subset @health-ministry",
    ),
    (
        "Saldırıda 12 kişinin öldüğü bildirildi.",
        "killed 12 @-",
    ),
    (
        "Kazada 5 kişi öldü. Valilik, 12 kişinin yaralandığını açıkladı.",
        "killed 5 @-; injured 12 @governor",
    ),
    (
        'Kazayla ilgili açıklama yapan Vali Ali Yılmaz, "Kazada 5 vatandaşımız hayatını kaybetti, 12 vatandaşımız yaralandı" dedi.',
        "killed 5 @governor; injured 12 @governor",
    ),
    (
        "Bakan Yerlikaya sosyal medya hesabından yaptığı paylaşımda, 357 şüphelinin yakalandığını bildirdi.",
        "arrested 357 @turkey-interior-ministry",
    ),
    (
        'İçişleri Bakanı Ali Yerlikaya, "Operasyonlarda 82 şüpheli yakalandı" ifadelerini kullandı.',
        "arrested 82 @turkey-interior-ministry",
    ),
    (
        "Yerlikaya: 82 şüpheli yakalandı",
        "arrested 82 @turkey-interior-ministry",
    ),
    (
        "Valiliğin açıklamasına göre 3 kişi hayatını kaybetti.",
        "killed 3 @governor",
    ),
    (
        "Valiliğin yazılı açıklamasında 3 kişinin hayatını kaybettiği belirtildi.",
        "killed 3 @governor",
    ),
    (
        "Bolu Valiliğinden yapılan açıklamada, yangında 3 kişinin öldüğü bildirildi.",
        "killed 3 @governor",
    ),
    (
        "AFAD Başkanlığından yapılan açıklamaya göre 3 kişi hayatını kaybetti.",
        "killed 3 @afad",
    ),
    (
        "AFAD verilerine göre 1.105 artçı sarsıntı oldu, 20 kişi yaralandı.",
        "injured 20 @afad",
    ),
    (
        "Güvenlik kaynaklarından alınan bilgiye göre 5 terörist öldürüldü.",
        "killed 5 militants @security-forces",
    ),
    (
        "Güvenlik kaynaklarından edinilen bilgiye göre operasyonda 5 terörist etkisiz hale getirildi.",
        "killed 5 militants @security-forces",
    ),
    (
        "Beyaz Baretliler'in açıklamasına göre 9 sivil öldü.",
        "killed 9 civilians @white-helmets",
    ),
    (
        "Suriye Sivil Savunması (Beyaz Baretliler), saldırıda 9 sivilin öldüğünü duyurdu.",
        "killed 9 civilians @white-helmets",
    ),
    (
        "Bölge Valisi Oleh Sinehubov, Telegram'dan yaptığı açıklamada saldırıda 2 kişinin öldüğünü, 5 kişinin yaralandığını belirtti.",
        "killed 2; injured 5",
    ),
    (
        "Belgorod Valisi Vyaçeslav Gladkov, saldırılarda 2 kişinin öldüğünü duyurdu.",
        "killed 2",
    ),
    (
        "Jandarma ekiplerince düzenlenen operasyonda 12 düzensiz göçmen yakalandı.",
        "arrested 12 @-",
    ),
    (
        "Sahil Güvenlik Komutanlığı, 45 düzensiz göçmenin kurtarıldığını, 3 göçmenin cansız bedenine ulaşıldığını açıkladı.",
        "killed 3 @security-forces",
    ),
    (
        "Bakan Yerlikaya'nın paylaşımına göre 12 ilde 110 şüpheli yakalandı.",
        "arrested 110 @turkey-interior-ministry",
    ),
    (
        "Bakanlıktan yapılan açıklamada, 4 askerin şehit olduğu bildirildi.",
        "killed 4 security forces",
    ),
    (
        "Vali Ünlü: 2 kişi hayatını kaybetti, 3 kişi kayıp",
        "killed 2 @governor; missing 3 @governor",
    ),
    (
        "Kaymakam Kaya, heyelanda 1 kişinin öldüğünü, 2 kişinin kayıp olduğunu söyledi.",
        "killed 1 @governor; missing 2 @governor",
    ),
    (
        'Yerlikaya, operasyonlarda 357 şüphelinin yakalandığını duyurdu. "72 saatte 12 terörist yakalandı" dedi.',
        "arrested 357 @turkey-interior-ministry; arrested 12 @turkey-interior-ministry",
    ),
    (
        "HRANA, hükümet karşıtı gösterilerde 544 kişinin öldüğünü açıkladı.",
        "killed 544 total @hrana",
    ),
    (
        "Vali düzenlediği basın toplantısında 3 kişinin öldüğünü söyledi.",
        "killed 3 @governor",
    ),
    (
        "Filistin resmi haber ajansı WAFA, İsrail ordusunun saldırısında 3 kişinin öldüğünü duyurdu.",
        "killed 3 @wafa",
    ),
    (
        "HRANA polis müdahalesi sonucu 3 kişinin öldüğünü bildirdi.",
        "killed 3 @hrana",
    ),
    (
        "Bakan Yerlikaya açıkladı: 12 ilde 110 DEAŞ şüphelisi yakalandı",
        "arrested 110 @turkey-interior-ministry",
    ),
    (
        "Yerlikaya duyurdu: 357 gözaltı",
        "arrested 357 @turkey-interior-ministry",
    ),
    (
        "Vali açıkladı: 3 ölü, 12 yaralı",
        "killed 3 @governor; injured 12 @governor",
    ),
    (
        "Yangında 12 kişi öldü. Bilgiyi Vali Ali Kaya açıkladı.",
        "killed 12 @governor",
    ),
    (
        "12 kişinin öldüğünü vali açıkladı.",
        "killed 12 @governor",
    ),
    (
        "İçişleri Bakanı Yerlikaya, operasyonlara ilişkin bilgi verdi. Buna göre 110 şüpheli yakalandı.",
        "arrested 110 @turkey-interior-ministry",
    ),
    (
        "Vali Kaya son durumu açıkladı: Kazada 3 kişi öldü",
        "killed 3 @governor",
    ),
    (
        'Vali Kaya: "Kazada 3 kişi öldü. 12 yaralımız var."',
        "killed 3 @governor; injured 12 @governor",
    ),
    (
        "AFAD, Ege Denizi'ndeki depreme ilişkin açıklama yaptı. Açıklamada 4 kişinin yaralandığı belirtildi.",
        "injured 4 @afad",
    ),
    (
        "Güvenlik kaynakları, 3 teröristin öldürüldüğünü, 2 askerin yaralandığını bildirdi.",
        "killed 3 militants @security-forces; injured 2 security forces @security-forces",
    ),
    (
        "Güvenlik kaynaklarına göre 3 terörist öldürüldü.",
        "killed 3 militants @security-forces",
    ),
    (
        "Beyaz Baretliler saldırıda 4'ü çocuk 11 sivilin öldüğünü açıkladı.",
        "killed 4 subset children @white-helmets; killed 11 civilians @white-helmets",
    ),
    (
        "Beyaz Baretlilere göre 11 sivil öldü.",
        "killed 11 civilians @white-helmets",
    ),
    (
        "Suriye'deki Beyaz Baretliler savunma örgütü 11 kişinin öldüğünü duyurdu.",
        "killed 11 @white-helmets",
    ),
    (
        "Belediye Başkanı Ali Kaya 3 kişinin öldüğünü söyledi.",
        "killed 3 @governor",
    ),
    (
        "Kentin valisi 12 kişinin öldüğünü, 34 kişinin yaralandığını, 5 kişinin kayıp olduğunu açıkladı.",
        "killed 12 @governor; injured 34 @governor; missing 5 @governor",
    ),
    (
        "Vali Kaya, selde 3 kişinin hayatını kaybettiğini, bin 200 kişinin tahliye edildiğini, 2 kişinin arandığını belirtti.",
        "killed 3 @governor; displaced 1200 @governor",
    ),
    (
        'İçişleri Bakanlığı, "Gürz" operasyonlarında bin 133 kişinin yakalandığını, 213\'ünün tutuklandığını duyurdu.',
        "arrested 1133 @turkey-interior-ministry; arrested 213 subset @turkey-interior-ministry",
    ),
    (
        'Bakan Ali Yerlikaya, "63 ilde 1.418 kişi gözaltına alındı, 979 şüphelinin işlemleri sürüyor" dedi.',
        "arrested 1418 @turkey-interior-ministry",
    ),
    (
        "İstanbul Valisi Davut Gül, yangında 29 kişinin öldüğünü açıkladı. Gül, 3 kişinin gözaltına alındığını belirtti.",
        "killed 29 @governor; arrested 3 @governor",
    ),
    (
        "Bakan Soylu, depremde 17 bin 674 kişinin öldüğünü açıkladı.",
        "killed 17674 @turkey-interior-ministry",
    ),
    (
        "Dernek Başkanı Ali Demir, 12 kişinin öldüğünü söyledi.",
        "killed 12 @-",
    ),
    (
        "HRANA 544 kişinin öldüğünü duyurdu. Gazeteci Ali Demir, 30 kişinin öldüğünü söyledi.",
        "killed 544 @hrana; killed 30 @-",
    ),
    (
        "Saldırıda, 12 kişinin öldüğü bildirildi.",
        "killed 12 @-",
    ),
    (
        "Valilik 12 kişinin öldüğünü bildirdi. Açıklamada, 3 kişinin yaralandığı kaydedildi.",
        "killed 12 @governor; injured 3 @governor",
    ),
]

# Titles, texts and the totals of their incident.
ARTICLES = [
    (
        "Kabil'de okul yakınında patlama",
        "Afganistan'ın başkenti Kabil'de bir okulun yakınında meydana gelen patlamada en az 6 kişi öldü, 11 kişi yaralandı. "
        "İçişleri Bakanlığı sözcüsü ölü sayısının artabileceğini söyledi. "
        "Geçen yıl benzer bir saldırıda 35 kişi hayatını kaybetmişti.",
        {"killed": 6, "injured": 11},
    ),
    (
        "Rusya'da 3 ölü",
        "Saldırıda 2 kadın ve 1 çocuk öldü. Yaralanan 5 kişi hastaneye kaldırıldı.",
        {"killed": 3, "injured": 5},
    ),
    (
        "Van'da 4 katlı binada patlama: 2 ölü, 14 yaralı",
        "Patlamada iki kişi hayatını kaybetti, 3'ü ağır 14 kişi yaralandı. Yaralılardan biri daha hastanede yaşamını yitirdi.",
        {"killed": 3, "injured": 14},
    ),
    (
        "Dereye uçan minibüste bilanço ağırlaştı",
        "Kazada can kaybı, yaralılardan ikisinin daha ölmesiyle 9'a yükseldi; 6 kişinin tedavisi sürüyor.",
        {"killed": 9},
    ),
]

NUMBERS = [
    ("on iki", 12, 12, Bound.EXACT),
    ("ikiyüzoniki", 212, 212, Bound.EXACT),
    ("bin 200", 1200, 1200, Bound.EXACT),
    ("2 bin 615", 2615, 2615, Bound.EXACT),
    ("5 bin 2", 5002, 5002, Bound.EXACT),
    ("2 bin 500'den fazla", 2500, None, Bound.MORE_THAN),
    ("12 bin 500'ü aşkın", 12500, None, Bound.MORE_THAN),
    ("bin 700'ün üzerinde", 1700, None, Bound.MORE_THAN),
    ("yüz elliden fazla", 150, None, Bound.MORE_THAN),
    ("bini aşkın", 1000, None, Bound.MORE_THAN),
    ("3 bine yakın", 3000, 3000, Bound.ABOUT),
    ("yaklaşık 3 bin", 3000, 3000, Bound.ABOUT),
    ("neredeyse 300", 300, 300, Bound.ABOUT),
    ("3 bin civarında", 3000, 3000, Bound.ABOUT),
    ("en az 12", 12, None, Bound.AT_LEAST),
    ("en az bir", 1, None, Bound.AT_LEAST),
    ("300'e kadar", None, 300, Bound.AT_MOST),
    ("5'ten az", None, 5, Bound.AT_MOST),
    ("300 ila 400", 300, 400, Bound.RANGE),
    ("3 bin ile 4 bin arasında", 3000, 4000, Bound.RANGE),
    ("12-15", 12, 15, Bound.RANGE),
    ("yarım milyon", 500_000, 500_000, Bound.EXACT),
    ("iki buçuk milyonu aşkın", 2_500_000, None, Bound.MORE_THAN),
    ("1,5 milyondan fazla", 1_500_000, None, Bound.MORE_THAN),
    ("71 bin 439", 71_439, 71_439, Bound.EXACT),
    ("171.324", 171_324, 171_324, Bound.EXACT),
    ("onlarca", 10, None, Bound.VAGUE),
    ("yüzlerce", 100, None, Bound.VAGUE),
    ("on binlerce", 10_000, None, Bound.VAGUE),
    ("birkaç yüz", 300, None, Bound.VAGUE),
    ("iki üç", 2, None, Bound.VAGUE),
]

HEADLINES = [
    "Gazze'de can kaybı 71 bin 439'a yükseldi",
    "Meksika'da silahlı saldırı: 10 ölü",
    "Ölü sayısı 34 oldu",
    "3 şehit, 2 yaralı",
    "ANKARA'DA PATLAMA: 2 ŞEHİT",
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_a_turkish_text_is_read_as_a_careful_reader_reads_it(read: Read, text: str, wanted: str) -> None:
    assert differences(wanted, read(text, language=LANG).figures) == []


@pytest.mark.parametrize(("title", "text", "totals"), ARTICLES)
def test_the_totals_of_a_turkish_article_are_those_of_its_incident(
    read: Read, title: str, text: str, totals: dict[str, int]
) -> None:
    told = read(text, title=title, language=LANG).totals
    assert {metric: told[metric] for metric in totals} == totals


@pytest.mark.parametrize(("words", "low", "high", "bound"), NUMBERS)
def test_a_turkish_number_keeps_its_value_and_bound_with_its_endings(
    shipped: Book, words: str, low: int | None, high: int | None, bound: Bound
) -> None:
    numbers = shipped.rulebook.languages[LANG].numbers
    read = [(one.low, one.high, one.bound) for one in numbers.read(fold(f"{words} kişi öldü").text)]
    assert read == [(low, high, bound)]


@pytest.mark.parametrize("words", ["onu", "onunla", "birinci", "altıncı", "yüzünden", "yedin", "birden"])
def test_a_turkish_word_that_only_looks_like_a_number_is_none(shipped: Book, words: str) -> None:
    assert list(shipped.rulebook.languages[LANG].numbers.read(fold(f"{words} dedi").text)) == []


@pytest.mark.parametrize("headline", HEADLINES)
def test_a_short_turkish_headline_is_known_as_turkish(shipped: Book, headline: str) -> None:
    assert detect(headline, shipped.rulebook.languages.keys(), None) == LANG


PLACES = [
    ("Pakistan'ın Belucistan eyaletinde düzenlenen saldırıda 5 polis öldü.", "Belucistan"),
    ("İran'ın güneydoğusundaki Zahedan kentinde iki kişi öldürüldü.", "Zahedan"),
    ("Batı Şeria'da 25 Filistinli gözaltına alındı.", "Batı Şeria"),
    ("ABD merkezli HRANA, 544 kişinin öldüğünü duyurdu.", None),
]


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_a_turkish_text_says_where_it_happened(read: Read, text: str, place: str | None) -> None:
    assert [figure.place for figure in read(text, language=LANG).figures] == [place]
