"""Common words of languages in Latin letters: what tells them apart, and says which one most of a comment is in.

Articles, pronouns, prepositions, conjunctions, auxiliaries, and what readers often say in comments, as
`model.text.normalise` leaves them; with and without accents where people type them so. A word stands under every
language that has it; words of one letter under none, as they tell little. Written for Copydesk, from no corpus.
"""

from typing import Final

COMMON_WORDS: Final = {
    "es": """
        ahi ahora ahí al alcalde algo alguien algunos amigo amigos ante antes aquel aqui aquí articulo artículo
        asi así aunque años aún basta bien buen buena buenas bueno buenos cada calla callate casi claro como con
        contra cosa cosas creo cualquier cuando culpa cuándo cállate cómo da de decir del desde despues después
        dice dicen donde dos dónde el ella ellas ellos en entre era eran eres es esa esas ese eso esos españa
        españoles esta estaba estamos estan estar estas este esto estos estoy está están estás fue fuera fueron
        gente gobierno gracias gran ha haber había hace hacen hacer hasta hay hola hoy idiota jaja jajaja la
        ladrones las le les lo los madre mala malo mas me mejor mentira mi mierda mis mismo mucha muchas mucho
        muchos mundo muy más mí nada nadie ni no nos nosotros nuestra nuestro nuestros nuevo nunca os otra otro
        otros pais panda para payaso país peor pero pobre poco políticos por porque porqué presidente puede
        pueden puedo pues puta puto que quien quiere quiero quién qué respeto sabe se sea ser señor si siempre
        sin sinverguenzas sinvergüenzas sobre solo somos son soy su sus sí sólo tambien también tan tanto te
        tenemos tener tengo ti tiene tienen tienes tipo toda todas todo todos tonto trabajar trabajo tu tus tú
        un una unas uno unos usted ustedes va vamos van vaya verdad verguenza vergüenza vete vez vida viejo viva
        vosotros ya yo él ésta
        """,
    "fr": """
        ai aime allez alors apres après arrête article as au aucun aucune aujourd'hui aussi autant autre autres
        aux avait avant avec avez avoir avons bande beau beaucoup bien bon bonjour bonne bravo bref c'est
        c'était ca car ce ceci cela celle celui celui-là ces cest cet cette ceux chaque chez comme comment con
        connard cons contre croire d'accord d'un d'une dans de depuis des deux dire dit doit donc du débile elle
        elles en encore enfin entre es est et etait ete etre eu eux faire fait faites faudrait faut ferme fois
        font gens gouvernement gueule honte ici il ils j'ai j'aime j'étais jai jamais je jeune jeunes juste l'on
        la le les leur leurs lui là ma maire mais mdr meme merci mes mieux moi moins mon monde même n'a n'ai
        n'est n'importe n'y ne ni non nos notre nous on ont or ou où par parce parler pas pauvre pays personne
        peu peut peux plus politique pour pourquoi pourri pourris pouvoir prendre problème près président puis
        qu'elle qu'en qu'est qu'il qu'ils qu'on qu'un qu'une quand que quel quelle quelles quelque quels qui
        quoi raison rien s'est s'il sa sais salut sans se sera ses seul si sinon son sont sous suis sur ta
        taisez-vous tant te temps tes toi ton toujours tous tout toute toutes travail tres trop trouve très tu
        un une va vais vive vivement voilà voir vos votre vous vrai vraiment wesh ça étaient était été être
        """,
    "pt": """
        acho agora ainda algum alguma alguém além antes ao aos apenas aqui artigo as assim ate até aí bem boa
        bom brasil brasileiro cada cala cambada cara chega coisa coisas com como concordo corrupto culpa da das
        de dela dele deles depois desse desta deste dia disse disso dizer do dois dos ela elas ele eles em
        embora entao entre então era eram esquerda essa essas esse esses esta estamos estar estas este estes
        estou está estão eu falar faz fazer fez foi fora foram gente governo hoje há idiota isso isto ja jeito
        já kkkk kkkkk la ladrao ladrão lhe lixo lá mais mal mano mas me meio melhor mentira merda mesmo meu meus
        minha minhas muita muito muitos mundo na nada nao nas ne nem nenhum ninguém no nos nossa nosso num numa
        nunca não né nós obrigado onde os ou outra outro outros pais para parabens parabéns país pela pelas pelo
        pelos pessoal pessoas pode podem pois por porque porquê porra porém pouco povo pra presidente problema
        puta quando que quem quer quê rapaz sabe se seja sem sempre ser será seu seus si sim so sobre sou sua
        suas são só tambem também tem temos tenho ter teu tinha tive to toda todas todo todos trabalhar tu tua
        tudo tá tão têm um uma umas uns vagabundo vai vamos vc verdade vergonha vez viva voce você vocês vou às
        és
        """,
    "it": """
        abbiamo adesso ai al alcuni alla alle allora altri altro anche ancora andare anni anno articolo avere
        aveva basta bella bello ben bene bravi bravo c'e c'è cazzo che chi ci ciao cioè ciò col come complimenti
        con cosa cosi così cui da dai dal dalla dalle davvero degli dei del della delle dello dentro deve devi
        di dice dire dopo dove dovrebbe due ed era erano essere fa fare fatto fino forse forza fra gente gia
        giornalista già gli governo grazie ha hai hanno ho idiota il in io italia italiani l'ha la ladri
        lavorare lavoro le lei li lo loro lui ma mai meglio meno mentre mi mia mie miei mio molti molto ne nei
        nel nella nelle nessuno niente no noi non nostra nostre nostro nulla oggi ogni ora ormai paese per
        perche perchè perché persone piu più poco poi politici possono potrebbe poveri povero presidente prima
        problema proprio puo può qua qual qualche qualcuno quale quando quanti quanto quella quelli quello
        questa queste questi questo qui quindi sa sai sarà scemo schifo se secondo sei sempre senza si siamo
        siete signor signora sindaco soliti solito solo sono sopra sotto sta stai stanno stata stato su sua sui
        sul sulla suo suoi sì tanto te ti tra troppo tu tua tuo tutta tutte tutti tutto un un'altra una uno va
        vai veramente vergogna vergognatevi vergognoso vero vi viva voglio voi vostro vuole zitto
        """,
    "ca": """
        així això al als amb anys aquest aquesta aquí ara article bé cal catalans catalunya com d'un d'una de
        del dels després doncs el ella ells els em en encara era estan està et ets fa fer fins fora gent gràcies
        ha han he hi ho idiota interessant ja jo l'any la les li lladres mai mentida meu meva molt més n'hi ni
        no només nosaltres on parles país pel pels per perquè però poc pot quan que qui què s'ha saps se sempre
        sense ser seu seva si sou són també tan tenen tens tot tota tots té un una va vagi van vergonya visca
        vosaltres és
        """,
    "nl": """
        aan al alle alleen alles als altijd artikel bedankt ben bent bij daar dan dank dat de deze dezelfde die
        dit doe doen dom domme door dus echt een eens eigenlijk elke en er even gaan gaat geen geld geweest
        gewoon goed goede haar had hebben hebt heeft heel helemaal hem het hier hij hou hun iedereen iemand iets
        ik in is ja jaar jammer je jij jou jouw jullie kan kapot komt kon kunnen laat land later leuk maar maken
        man mee meer meest mensen met mij mijn misschien moet moeten mond mooi na naar nederland nederlanders
        nee niemand niet niets nog nooit nu of om omdat ons onze onzin ook op over politiek schandalig schande
        sommige steeds stom stomme uit uw van veel vent vind vindt volgens voor vooral waar waarheid waarom
        waren was wat weer weet weg wel welke werd wie wij wil willen worden wordt zal ze zeer zeggen zegt zelf
        zich zij zijn zo zoals zonder zou zouden zoveel
        """,
    "sv": """
        alla allt alltid annan artikel att av bara behöver bli blir blivit bra både de dem denna deras det detta
        dig din dina ditt dock du där då dår efter eller ett fan fick finns folk folket från få får för gick gör
        göra ha hade han har hej helt henne hennes hon honom hur här håll icke idiot idioter igen in inga ingen
        inget inte ja jag just jävla kan kommer kunde käften land lite lögn man med men mer mig min mina mitt
        mot mycket människor många måste nej ni nog nu när någon något några och också om oss pengar på rätt
        samma sedan ser sig sin sina sitt ska skall skit skulle skäms sluta som svenska sverige så sånt tack
        till tjuvar tror tycker tyvärr under upp usch ut utan vad var vara varför varit vem vi vilka vilken
        vilket vill väl än är även åt över
        """,
    "da": """
        af alle alt altid artikel artikkel at bare blev blive bliver bra da danmark dansk de dem den denne der
        deres det dette dig din dine du efter eller en end er et fik folk for fordi fra fuck få får god godt går
        gør gøre ham han hans har havde have hej her hold hun hvad hvem hver hvis hvor hvordan hvorfor idiot
        idioter igen ikke ind ingen ja jeg jer jo kan kom kommer kun kunne kæft kæmpe land lidt lige lort løgn
        man mange med meget men mennesker mere mig min mine mit mod må måske ned nej nogen noget nogle nok nu
        når og også om op os over penge på sagde samme selv selvfølgelig sig sin sit skal skam skide skulle som
        stykker så tak til tror tyve ud uden under var ved vi vil ville være været
        """,
    "no": """
        alle alltid artikkel at av bare ble bli blir bra da de deg dem den denne der deres det dette din dine
        dritt du eg eller en enn er et ett etter faen fikk folk for fordi fra få får gjør gjøre godt går hadde
        han hans har hei her herlig hold hun hva hvem hver hvis hvor hvordan hvorfor idiot idioter igjen ikke
        ikkje ingen inn ja jeg jo jævla kan kjeft kom kommer kun kunne land litt løgn man mange med meg meget
        men mennesker mer min mine mitt mot mye må ned nei noe noen nok norge norsk nå når og også om opp oss
        over penger på sa samme seg selv sin sitt skal skam skjønner skulle som så takk til tror tyver under ut
        uten var ved vi vil ville være vært ødelagt
        """,
    "fi": """
        aika aina ainakin aivan asia ei eikä eivät en ennen etta ette että han hieno hienoa hyvin hyvä hän häntä
        ihan ihminen ihmiset ilman itse ja jo joka jopa jos jossa jotain joten jotka juuri kaikkea kaikki kanssa
        kiinni kiitos koko kolme koska kuin kuka kun kuten kylla kyllä maa me meidän meille meillä mennä mika
        miksi mikä mina minulla minun minä mita mitä mitään mukaan mutta myos myös ne niin niinkuin niitä noin
        nyt näin ole olen oli olisi olla ollut on ovat paljon paska perkele pitäisi pitää pois saa se sen siellä
        siinä siis silti sinun sinä sitten sitä suomen suomessa suomi taas tai tama te tehdä teidän tietää tulee
        tuo turpa tyhmä tämä tässä tätä vaan vai vaikka vain viela vielä vihdoin vittu voi voisi vuoden yksi yli
        """,
    "et": """
        aga ainult alati all artikkel eest eesti eestis ega ei eks enam ennast et ette häbi iga ikka ilma
        ilmselt inimene inimesed ise ja jah juba just ka kas keegi kes kogu kohta koik koos kui kuid kuidas kus
        kyll kõik küll ma me mees meie mida midagi miks milline minu mis mitte mu muidugi mul mulle nad need
        neid nende nii nüüd ole oled oleks olen oli olid olla oma on osa pea peab pole pärast raha rahvas riik
        sa saa saab seda see selle sellest selline siin siis sina sind sinu su ta teha teie tema tere tuleb täna
        tänan tõesti vaga vaid vaja vale varas vargad veel vist voi väga või ära üks
        """,
    "hu": """
        abban addig ahogy aki akik akkor amely ami amikor amit annak annyi arra az azok azt azzal azért baj
        barom baromság be benne csak de egy egyik el elég ennek erre es ez ezek ezt ezért fel fogd gratulálok ha
        hajrá hogy hol három hát hülye igen ilyen is itt jo jobb jó kell ki kicsi kurva köszi köszönjük köszönöm
        le legyen lehet lesz ma magyar magyarok magyarország mar meg menj mert mi miatt mik milyen minden mindig
        mint mit miért most már még na nagy nagyon ne nekem neki nem nincs néha olyan ország ott pedig persze
        pofa sem semmi senki soha sok sokkal szar szerintem szia szád szégyen szép te tehát ti tolvajok tudom
        tényleg többi ugyan ugyanaz ugyanazok után utána vagy vagyok valaki valami van vannak vele volt voltak
        ám át én és éve így úgy új ők
        """,
    "pl": """
        aby albo ani artykuł bardzo bedzie bez bo brawo byc być był była było były bzdura bzdury będzie będą
        cały chce chyba ci ciebie cos coś czy czyli człowiek dla dlaczego dno do dobra dobry dobrze dziekuje
        dzisiaj dzięki dziękuję dziś gdy gdyby gdzie go głupi głupku idiota ile im inne innych ja jak jakaś jaki
        jakie jako jasne jednak jego jej jesli jest jestem jesteś jeszcze jeśli juz już kasa każdy kiedy kraj
        kto ktoś która które który których kurwa kłamstwo ludzi ludzie ludziom ma mają mam masz mi mnie moje
        moze może można mu musi my mój nad nam nareszcie naród nas nasz nasze nawet niby nic nich nie niech
        niestety nigdy nikogo niż no oczywiście od on ona oni ono oraz pan pisze piszecie pod polacy polsce
        polska polski ponieważ pozdrawiam prawda prezydent przed przepraszam przez przy raz razem rząd sa sam
        sie siebie się super swoje swój szkoda są ta tak taki takich takie także tam te tego tej ten teraz tez
        też trzeba tu ty tych tyle tylko tym wam was wasz we wiec wiem więc wstyd wszyscy wszystko wy właśnie za
        zamknij zawsze zdrajcy ze zeby zgadzam znowu zresztą złodzieje śmieszne żal żeby
        """,
    "cs": """
        aby ale ani asi až bez blbec blbost bude budou by byl byla bylo být co což debil dnes do dobrý dobře drž
        dál děkuji firma hanba ho hubu idiot idioti jak jako jaké jde je jeho jeji jejich její jen jenom jeste
        ještě ji jim jinak jo jsem jsi jsme jsou jste já kam kde kdo kdy kdyz když kretén které který kteří
        lidem lidi lidé lidí lži mají me mi mne mnou moc mohou muze my má mám mít mě může na nas naše ne nebo
        neco neni není nic nám nás náš něco někdo od on ona oni pak peníze po pod podle pokud politici pravda
        prdel pro proc prosím proto protoze protože proč prý před při se si snad stejně stydte stát své svého
        svět tady tak taky také tam te tebe ted ten tento teď to tohle toho tomu tu ty tě uz už ve velmi vláda
        vsak vy vám vás víc vím však všechno všichni vůbec za zajímavý zase ze zloději zlodějů česko český
        článek článku že
        """,
    "sk": """
        aby aj ako ale alebo ani asi až bez blbec blbosť bol bola bolo bude budú by byť co debil do dobre drž
        este ešte hanba ho hubu iba ich idiot ja je jeho jej ju kde ked keď keďže kto ktorá ktoré ktorí ktorý
        lebo len ludia ma majú mať mi mne moze mu musí my má mám máš môže na nech nie niekto niečo nič nám nás
        náš od on ona oni peniaze po pod podľa politici potom pravda pre preco preto pretože prečo pri prosím sa
        si slovensko slovenský sme som ste stále svoje sú ta tak takže tam te tento teraz tie to toho tom tomu
        tu ty táto túto uz už velmi veľa veľmi viac viem vláda vsak vy vám vás však všetci všetko za zas
        zaujímavý zlodeji čas článku článok čo ďakujem ľudia ľudí ľuďom štát že
        """,
    "hr": """
        ako ali bez bi bih bila bili bilo bio biti bolje brate bravo bre budala bude budu da dakle debil do
        dobra dobro dok dosta došao drugi drzava država ga gde gdje glupost gluposti god hrvatska hrvatski hvala
        idiot idioti ih ili im ima imaju imam imate ista isti iz između ja jadno jako je jebote jedan jednom jer
        jesam jesi jos još ju kad kada kakav kako kao ko kod koja koje koji kojih kome li ljudi lopov lopove
        lopovi majku malo me mene među mi mislim mnogo moj moja moje mora mozda moze možda može mu na nad nakon
        nam nama narod nas naš naše ne nego nek neka neki neko nema nemaju nesto netko nešto ni nije nikad
        nikada niko nisam nisi nismo nista nisu nitko ništa novac od odlično odličnom odmah on ona onda oni ono
        opet osim ova ovaj ove ovo pa po pod pokvaren politika pre preko prema prije puno sa sam samo se sebe si
        smo sram sramota srbi srbija sta ste sto su svaka sve svi svoj svoje ta tada taj tako takođe također te
        tebe tek ti to toga tom treba tu tvoj uvek uvijek uz va vam vas vec veoma već vi vise više vlada vlast
        vrlo za zar zasto zašto zbog znam članak članku čovek čovjek šta što živjela
        """,
    "sl": """
        ali ampak bi bil bila bilo biti bo bodo bolj bom brez ce da danes do dobro ga gre ima imajo imam in ja
        jaz je jih jo kaj kako kakšna kar kdo kdor ker ki kje kjer ko koliko kot lahko le ljudje ma mi mnenju
        mogoče moj mora moraš na naj nam nas naš ne nekaj nekdo ni nihče nikoli nima niso nič no ob od on ona
        oni oziroma pa po pod potem prav pred preveč pri rad res saj sam samo se sebe sedaj seveda si smo so
        spet sta ste ta tako takoj te tega tem ti to tudi tukaj tvoj vam vas vec vedno vem ves več vi vsak vse
        vsi za zakaj zato zdaj zelo če čeprav še že
        """,
    "lt": """
        aciu ant apie ar arba ačiū aš be bent bet bus buvo būti cia dabar dar daug del durnius dėl gal gali
        galima geda gerai gerą gėda idiotas iki ir is iš ja jau jei jeigu ji jie jis jo joks juk jums jūs jų ka
        kad kada kai kaip kalba kalbi kas kiek kiekvienas kodel kodėl kol kur kuri kurie kuris ką lietuva
        lietuviai lietuvoje lietuvos man mano mes mums nei nera nes nesuprantu nežinai niekas nieko nors nuo
        nėra pagal pas per pinigai pinigų po prie reikia sau savo straipsnis straipsnį su tada tai taigi taip
        tas tau tavo tačiau tie tiek tiesa tik tikrai to todėl tokie toks tu turi uz už va vagys valdžia
        valdžios vis visada visi viskas visų yra zmones čia žmonės
        """,
    "lv": """
        ar ari arī bet bez bija būs būt caur cik cilvēki dažreiz es gan ir ja jau jo jums jā jūs ka kad kapec
        kas kauns kaut ko kur kurš kā kāds kādēļ kāpēc labi lai latvija latvijas latvijā loti līdz man mani
        manis mums mēs nauda naudas nav ne nebija nekad neko nevar no nu pa paldies pie pret pēc raksts rakstu
        savu tad tagad tas tauta te tev tiek tiesa tiešām tik tikai to tomēr tu tur tā un uz vai vairs vajag
        valdība valsts vienmēr visi viss viņa viņi viņš vēl zagļi ļoti šis šo
        """,
    "sq": """
        ai ajo artikull artikullin asgjë asnjë ata atij ato atë bën ca cfare dhe dhjetë di do duhet duke edhe
        eshte faleminderit flas flet gjithmonë gjithë goje gojen gojën hajdut idiot ishte ja jam jane janë jap
        je jemi jo ju juaj ka kam kane kanë ke kemi keq kete keto kjo kosova kosovës kryetari kur kush ky këto
        këtë ma mbyll mbylle me mire mirë mos mund më na ndaj ndryshe ne nga nje njerez njerëz një nuk në pa pas
        po por prej prishur pse punë qe qen qeni që sa saj se shqip shqiperi shqiptar shqiptarët shqipëri
        shqipëria shume shumë si sipas sot ta te tek tij tjetër tu turp ty të une unë vend vendi vetem vetë
        vetëm viti vjet zot zoti çdo çfarë është
        """,
    "tr": """
        abi acaba adam adamlar adamı allah allahım allahın ama ancak aptal artik artık aslında aynı ayıp bak
        bana basbakan bazı başka başkan belki ben bence beni benim beyler bile bilir bilmiyorum bin bir biraz
        biri biz bize bizim boyle bu buna bunlar bunlara bunu bunun burada butun buyuk böyle bütün büyük cocuk
        cok cunku da daha de dediğini defolun degil demek devam devlet değil diye diyor dogru dolayı doğru dunya
        dünya eder ederim edilen edin ediyor en eski etti gerizekalı gibi gore guzel göre güzel hain haklısın
        hala halk halkı hangi hayır helal hem hep hepsi her herkes hic hiç hükümet icin ile insan insanlar
        insanları ise iste istiyor iyi için işte kadar kardeş kardeşim kendi kendini kes ki kim kimse kotu kötü
        kız lan lanet lazım mi millet millete misin mu mü mükemmel mı mısın nasil nasıl ne neden nerede neyse
        niye olacak olan olarak oldu oldugu olduğu olmak olmaz olmus olmuş olsun olur oluyor ona onlar onu onun
        oyle para resmen rezil sadece salak sana sanki saygı selam sen seni senin serefsiz sesini sey simdi siz
        size sizin sonra soyle soylemissiniz sus söyle süper tabi tabii tam tamam tek tesekkurler teşekkürler
        tum turk turkiye tüm türk türkiye ulan ulke var vatan vatanımıza ve veya ya yalan yalancı yani yapmak
        yapmıyor yapılan yapıyor yazık yazıklar yeter yillardir yine yok yorum yıl yıllardır zaman zaten zor
        çocuk çok çünkü öyle ülke ülkede ülkemiz ülkemizden ülkenin şerefsiz şey şimdi şu
        """,
    "az": """
        adam adamlar aferin allah allahım amma ancaq artiq artıq axi axı ay ayib ayıbdır azerbaycan azərbaycan
        azərbaycanda azərbaycanın baki bakı başqa bele belke belə bilir bilmirdim bilmirem bilmirəm bir biri
        birlikdə biz bizim bizə bu bundan bunu bunun bura burada bəlkə bəs bəzi camaat cox cunki cənab da daha
        danisir danışır de demək deyil deyir deyirler deyirsiz deyəsən dogru dovlet doğru duz dövlət dünya düz
        düşmən də edib edin edir edirik edirəm eger ele elə eləyir ermeni erməni ermənilər et etmək eyni gerek
        gore gorek gozel gör görə gözəl gələcək gərək halal hami hamı hansı hec hem hemise her heç hokumət hələ
        həm həmin həmişə hər hətta idi ile ilə indi insan insanlar insanların ise istəyir isə iş işləyir işğal
        ki kim kimi kisi kişi lap lazim lazım lenet lənət maraqlı men mence menim millet millət mı mən məncə
        mənim mənə məqalə ne nece necedi necə niye niyə nə odur ola olan olar oldu olke olmaq olsun olub ona
        onda onlar onu onun pul qadın qarabag qarabağ qardas qardaş qeder qədər rəhmət sagol sakit salam satqın
        sağol sen senin serefsiz siz sizin sizə sus sən sənin torpaq torpaqlar türk təkcə təşəkkür ucun usaq
        uşaq var vaxt ve veten və vətən xalq xalqı xalqın xeyr ya yalan yalnız yasasin yaxsi yaxşı yazib yazıq
        yazır yaşasın yeni yox yoxdu yoxdur yoxsa zəhmət çox çünki ölkə ölkədə ölkənin öyrən öz üzrə üçün şey
        şərəfsiz əgər ən
        """,
    "uz": """
        ahmoq ahmoqsan albatta ammo ana barcha bilan bilmaysan bir biz bo'ladi bo'lgan bo'lib bo'lsa bu bular
        bunday buni deb edi ega emas endi faqat ham hamma haqiqat har hech hozir ichida insonlar juda kabi kerak
        keyin kim ko'p ko'prik ko'ra lekin mana maqola men mening mumkin nega nima nimaga o'z o'zbek o'zbekiston
        o'zi odam odamlar qanday qilib qilish rahmat salom sen shu shunday siz sizga uchun ular uni uning va
        xalq yana yaxshi yo'q yoki
        """,
    "ku": """
        azadî baş bi bijî bo bû bûn da de di dibêje dibêjî dike dikin din divê dizanim dê ehmeq em erê ew ewên
        ez gel gelek gelê hat hemû hene her herî heye hin hûn ji jê jî ka kes kir kirin ku kurd kurdan
        kurdistanê kurdî kî li lê me min mirov mîna na nabe nav navbera ne niha nizanî nîn nîne pir piştî rast
        re roj sal spas tenê tirk tirkiye tu tune tê vê wan wek weke welat welatê wê wî xwe ya yan yek yê yên
        zimanê zor çi çima
        """,
    "id": """
        ada adalah aja akan aku anda apa apakah astaga atas atau bagaimana bagi bagus bahwa baik bang banyak
        bego belum benar bener bisa bodoh boleh bro buat bukan bukannya cuma dalam dan dari dasar dengan di dia
        diam dong dulu emang ga gak gan gila goblok gue hanya hari harus indonesia ini itu jadi jangan jelas
        jika juga kafir kah kalau kalian kalo kami kamu karena kasih kata kau kayak ke kenapa kepada keren kita
        kok koruptor lagi lah lain lebih makasih malu mana mantap mas masa masih mau memang mengapa mereka
        mungkin negara negeri ngga nggak nih nya oleh orang orangnya pada pak paling para pejabat pemerintah
        pernah punya rakyat rusak saat saja sama sangat saya sebagai sebuah sekarang selalu semoga semua seperti
        sering setelah setuju siapa sih sudah suka supaya tahu tak tapi tau telah terima tetapi tidak tolol udah
        untuk yang yg
        """,
    "tl": """
        ako akong amin anak ang ano anong at atin ay ba bago bakit bawat bilang bobo dahil dapat daw di din dito
        doon eh gago galing ganda ganun ganyan grabe gusto hindi ikaw ito iyan iyon ka kahit kami kanila kanya
        kasi kaya kayo ko kung lahat lang mabuti maganda magandang maging mas masama may mayroon mga mo mong na
        nakakahiya naman namin nang natin ng nga ngayon ni nila nito niya pa paano pag pangit para pero pinoy po
        pwede rin sa saan salamat sana sila sino siya sobra talaga tama tanga tangina tao tayo totoo tulad una
        wag wala walang yan yun yung
        """,
    "vi": """
        ai anh ban biet bài bạn bằng bị bọn cho chính chưa chỉ chị con các cái cám còn có cùng cũng cảm cần cầu
        cộng của dân em ghê giờ gì hay hơn hỏng khi khong không là làm lên lúc lại mà mày mình mọi một nam ngu
        người nhiều như những nào này nên nó năm nước phải qua quá ra rất rồi sao sau sẽ sửa theo thì thằng thế
        thị tiền trong trên tôi tại tốt từ viết việt và vào vì vẫn vậy về với ông đang đi điều đây đã đó đúng
        được đảng đất đến để đừng
        """,
    "sw": """
        ambao asante bado bali bila habari hadi hakuna hapa hapo hata hawa hii hili hilo hiyo hizo hujui huo
        huyo huyu ila ili ina jambo kabisa kabla kama kila kitu kuna kuwa kwa kwamba kwanini kweli kwenye la
        lakini leo makala mimi mjinga mno moja mpaka mtu mwizi mzuri na nani nchi ndani ndio ndiyo ndugu ni nini
        ninyi nzuri pia rais sana sasa serikali si siku sisi tena tu wa wajinga wakenya wao watanzania watu wewe
        wezi ya yake yako yangu yao yeye za zaidi
        """,
    "so": """
        aad ahaa ahay aniga ayaa ayuu baa badan dadka dhan dheh dowladda haa hadda haddii inay inuu isaga iska
        iyo kale kama kasta kuma kuu la laga lagu leh loo ma maaha maanta magaalada mahadsanid maxaa maya muxuu
        oo qaban qof qofka sababta si sidaas sidee soomaali soomaaliya uga ugu uu waa waan walaal wanaagsan
        waxaa waxay waxba waxuu wuxuu xaa yaa
        """,
    "fa-Latn": """
        adam age agha aghaye ahmagh akhoond akhoonda akhund alan almas ama amma ao are aslan ayande az azadi
        azam azizam ba baba bache bacheha bachehaye bad bade bar barai baraye bare bayad be bebakhshid bebin
        begoo begu bekhab bekhatere bekonid bemir bereh beri berid berim beshe besiar besyar bia bikhial
        bisharaf bisharafa bishoor biya bood boodan borid boro budan chand che chera chi chie chizi chon dada
        dadash daneshgah dar daram darand dare dari darim dast delam deli digar dige diktator divane do doost
        dorood doroogh dorost dorosti dorugh dost dozd dozdan dozdha dustet emrooz enghadr enghelab ensan eslam
        eslami faghat fahmidi farda fekr gerefte goft gofte gozasht hagh haghighat hala ham hamash hame hamin
        haminja hamishe hanooz hanuz harf harkas hast hastam hastan hasti hastid hastim hatman haye hich hichi
        hichkas hokumat in ina inja injoori inke ino iran irani iraniha irooni ishoon jan jomhoori jomhuri joon
        kalame kar kard kardam kardan karde kas kasi kasif ke kesi khafe khahar khahesh khak khakt khan khar
        kharab kharej khatar kheili khejalat kheyli khob khoda khodam khodaya khodesh khodet khodetoon khoob
        khoon khosh khub ki koja kojast kon konam konan kone koni konid konim kos koshtan koshte lanat lotfan
        mage maghale mamlekat mamnoon mamnun man mano mard mardom mardome marg margbar marge mellat merci mesle
        midam midanam mide midim midoonam migam migan mige migi miguyam mijangim mikhad mikham mikhan mikonam
        mikonan mikonand mikone mikonid mikonim miram mire mirim mishan mishavad mishe mitavanad mitoone mohem
        mokhalef moteassefane motshakeram movafegham movafeghid nabood nadarad nadaram nadarand nadare nadarim
        nakon nakonid namikonam namishe namoos naneh nemidoonam nemigan nemikhad nemikonam nemikone nemishe
        nemitoone nist nistam nistand nistid nistim onja oon oona ooni oonja oun pas pedar pol pool ra raft
        rafte rahat rahbar rast raste rejim ro rooz roozi sag sal salam saret sasemoone shaid shayad sho shod
        shodan shode shodim shoma shoor sokhan ta tamame tamoom taslim to toam toro ty va vaghean vaght vaghti
        vali vase vaseye vatan vatanam ya yani ye yek yeki zan zanan zendan zende zendebad zendegi ziad zire
        ziyad
        """,
    "ar-Latn": """
        2ana 3ala 3alaikum 3andi 3arab 3arabi 3aref 3ashan 3ayez 3la 3lik 7abibi 7ad 7ader 7aga 7alal 7ata 7ayat
        7elwa 7mar 7ram akhi akhoya akhy akid ala alah alaikum alf alhamdulilah alhamdulillah allah ana ante
        ba3d baba baddi balad balash bas bel biddi bidi bil bladi bnt chno chwiya da dah dawla dayman dein di
        din dinya eh el eldonya elli ennas enta enti enty esh ezay faddi fadi fahem fahma fe fi fih gamed gedan
        habibi hada hadha haga haram hatta heda hena heya hiya hna howa howeh huwa illa insha inshallah inta
        inti kalam kalamak kalb kaman kan kbir kda keda kelb khair khalas khali khara kif kifak klab kol kolo
        kolohom kteer kther ktir kull kullu l3arab la la2 law leh leish lel lesh li lissa m3a m3aya m3lish ma
        ma3 ma3a ma3ak maalesh mabrook mabrouk mafeesh mafi mafish malish maqal men mesh min mish mn mni7 mnih
        mo7taram mosh msh nas nass ra2i rab rabbena rabena s7i7 sa7 sa7i7 sadiq sah sah7 shabab sharaf shi
        shokran shoo shou shu shukran shway shwaya ta7ya tayeb tayyeb tfou wa wala walla wallah wallahi wein wel
        wen wla ya ya3ni yaani yekhrib yel3an yel3ana yel3anak zay
        """,
    "ru-Latn": """
        bez blin blya bolee bolshe budet by byl byla byli bylo byt chego chem chto chtoby cto da dazhe delaet
        delat deneg dengi dlya do drug durak ee ego esche eshche eshe esli est eta etih eto etot gde god goda
        gosudarstvo govorish govorit horoshaya horosho ida idi idiot ih ili interesno iz kak kakaya kakoi kakoy
        kogda kogo konechno koroche kotorye kto ladno li luchshe lyubit lyudi menya mir mne mnogo moi moy mozhet
        mozhno my na nado narod nas nash nashi nazad ne nelzya net nichego nikogda nikto no nu ochen ochen' odni
        on ona oni opyat' ot po pochemu poka poshel poshla poshli poshol poslushay potom potomu pozor pravda
        pravilno pri privet pro prosto rebyata rossii rossiya rossiyu russkie russkiy sam sebya seichas seychas
        skolko skoro slava smotri so spasibo statya statyu strana strane suka svoi svoy tak takaya takie takoy
        tam tebe tebya to tolko tozhe tut tvoy ty ukraina ukrainy uzhe vam vas vo voobsche voobshe vory vot
        vremya vrut vse vsegda vsem vy ya za zachem zdes zdravstvuyte zhe zhit zhizn znaesh znaet znayu
        """,
    "hi-Latn": """
        aap aapka aapke aapko ab abe abhi accha acche acha achha agar aisa aise apna apne apni aur ba baap baar
        baat bahot bahut bakwas bas behan beti bewakoof bhai bharat bhi bhut bilkul chahiye chal chor chup dekh
        dekho desh dil diya dono dost ek fir gadha garib gaya gaye gayi ghar haan hai hain ham hamara hamare
        hamesha han he hi ho hoga hota hote hoti hua hue hui hum is ise iske isko ja jab jai jaisa jaise janta
        jata jo ka kaam kab kabhi kaha kahan kaise kamina kar karke karna karne karo karta karte karti kaun ke
        keh ki kia kis kisi ko koi kon kuch kuchh kutta kutte kya kyu kyun kyunki lekin liya liye log logo logon
        maa magar mai main mat me mein mera mere meri mujhe mulk murdabad musalman musalmano na nahi nahin nai
        ne neta nhi pagal paisa par pe pehle phir raha rahe rahi saale saath sab sabko sabse sach sahi sakta
        sakte sala samajh sarkar se sharam shukriya sirf tab tera tere teri tha theek thi to toh tu tujhe tum
        tumhara tumhare unka unke unko uska uske uski usko wah wahan waise wala wale wali wo woh ya yaar yaha
        yahan ye yeh zindabad zindagi zyada
        """,
    "hy-Latn": """
        ais ajd ajdpes ajn amen amenic amot anum apres ara arec artsakhy artsaxi artsaxy asa asac asel asem asox
        asum axper ayd ayn ayo ays azeriner ba baner barev barevner bari bayc bayts bolor brat che chem chen
        chgitem chi chisht chka chunes chuni da de du duq dzer dzerq dzev dzez ed ei eir eli em en enq eq er erb
        erevan ergir erkir es esi et eta ev exel gitem gites gnac gnahatel gnaq gnum hamar haverj haxtanak hay
        hayastan hayastani hayer hayerin hima hodvac hogh hoghn inch incha inchi inchpes inchqan inchu ira iranq
        isk jan jigyar ka kam kamurj kan karogh karox ker kmna kyanq lav lavn lavy linel lini linum mard mardik
        mardkanc mek mekel menq mer merci meri mez mi mia miayn mihat mna mnac na nayev nikoly nra nranq nuyn or
        ova pativ patmutyun petq petutyun qani qez qeznic qo sa sarqum senc shat shnorhakal shnorhakalutyun
        snund spasek sra tena tgha tur turq turqer tvec txa um unem unen uni ur urish uzum vat voch vochinch
        vonc vonces vontc vor xelq xndrum ynker yst zhoghovurd zhoxovurd zoh
        """,
    "ka-Latn": """
        aba adamianebi adamiani adamians ai aketebs albat am amas ambob ambobs amis ar ara araa araferi aravin
        arc are ari arian aris ase asea bevri bichi biwo bolos chemi cheni chven chveni cota cudi da deda dedis
        dges diax didi dro dzalian eg egeni ekneba ertad erti es esa exla fuli gaiget gamarjoba gamo gaumarjos
        ghmerti ghmerto gilocavt gmerto gogo ici imis imitom iqit iqneba is ise isini ito itsi ityvi jer kacebi
        kaci kai kargad kargi kargia ki kidec kidev lamazi ma madlob madloba mag magari magas magis magram mainc
        mama maq martali martla marto me mec mere mgoni minda mis misi mkhedavt mteli mxolod nacebi ocneba
        patara pirveli qali qartuli qveyana qveyanas qveyanashi qveyanis ra raa rac raghac rame rato ratom rogor
        rogorc rom romc romel romeli rusebi rusetis rusi sad sakartvelo sakartvelos saqartvelo saqartvelos
        saxeli sheidzleba shen shenc sheni shvili simartle sircxvili sirtcxvilia statia sul sulelebi sulelo tavi
        tavis tqva tqven tu uari unda ushno uyvars vai var vici vicit vin vinc viqneb xalxi xar xdeba xdebian
        xidi xom yvela yvelaferi yvelas zalian zogi zustad
        """,
    "he-Latn": """
        abaye achi achla achshav adayin af aharon ahi am amen anachnu ani aravim at ata atem aval avar axshav
        bait bavakasha be'emet beemet behatslacha ben beseder betach bevakasha bishvil boker chag chai chaim
        chara chas chaval dai dati davar ech ehad eich eifo ein eize elohim emet eretz et gam haamet haaretz
        haim hakol hamaamar hamatzav hamedina hamemshala haolam harbe hatzlacha haya hayom he hem hen hevel hi
        histalek hu im ishi kacha kama kan kavod ken ki kmo kodem kol kolam kulam la lahem lama lanu layla le
        leat lech lecha lechu lehagid lehitraot lekulam li lifnei lo ma maamar mah makom mamash maspik matai
        medina memshala meod metumtam mevin mi mishehu mitnachalim nachon naim nimas noladnu od okay omer omrim
        ota otam otcha oti oto pashut raba raga rak ratsiti rotsa rotze sababa shalom shavua she shel shelanu
        shelcha sheli shtok shum slicha smol smolanim stam takshiv tipesh tishtok toda todah tov tova tsarich
        tzadak tzarich ve walla yalla yehudi yehudim yesh yofi yom yoter ze zeev zeh zehu zona zot
        """,
    "af": """
        aan al alles almal ander as baie by daar dan dat deur die dit doen een ek en gaan geen goed haar het
        hierdie hoekom hom hulle hy hê in is ja jou julle kan kom kry maar mense met moet my na nee net nie niks
        nog nou of om omdat ons ook oor op praat reg sal se so soos sy sê te uit van vir waar wat weer wees weet
        wil word
        """,
    "gl": """
        ademais algo ao aos así até aínda ben cando co coa como con cos da das de do dos ela eles en entón eran
        eu foi grazas hai iso isto mais moi moito máis non nos nós onde os ou para pero pois pola polo porque
        que quen se sempre sen ser seu son súa tamén ten teñen todo todos un unha unhas uns ven xa xente
        """,
    "eu": """
        alde aldiz asko bai baina baino bakarrik bat batzuk bera beste beti da dago daude dela delako den dira
        dituzte du dugu dut dute edo egin egiten egon ere erre eskerrik eta ez ezer ezin gara gaur gehiago gero
        gu guk hau hemen herri hori horiek horrela izan izango ko lapur nahi naiz ni nik nola nor orain oso
        sarritan zaude zen zer zergatik zu zuen zuk zuten
        """,
    "is": """
        af aftur alls allt alltaf alveg að aðeins bara ef eftir einn eins ekkert ekki er eru eða frá fyrir fólk
        gera gerir getur hafa hann hefur hvað hver hvernig hvers hvort hér hún inn já kannski kemur með mig
        mikið mjög mér nei nú og okkur segja sem sig sinn skil sá sé sér takk til um upp var vegna vera verið
        verður vil við ég úr þar þau það þegar þeir þess þessi þetta þig þið því þá þér þú
        """,
    "cy": """
        a'r ac achos am ar bod bydd byth cael da ddim ddweud dim diolch dydd ei eich ein eisiau eto fel felly
        fod fy gan gwaith gwneud gyda hefyd hi hon hwn hynny i'r iawn mae mae'n mae'r mewn mor na nawr neb neu
        ni nid o'r oedd oes os pam pawb pobl rhaid roedd sydd trwy un wedi weithiau wneud wrth yma yn ynghyd yr
        yw yw'r
        """,
    "ga": """
        ach ag agus an ann anois anseo aon ar arís as atá bheith bhfuil bhí cad chuig chun cé cén dom duine duit
        dá déan eile freisin fáil fáth féin gach go gur is leat leis liom maith mar mo mé na nach ní níl nó on
        raibh rud seo siad sin sinn sé sí thuigim tá táim tú uair
        """,
    "mt": """
        aktar biex bil bla dan dawn dik din dwar fejn fil fuq għal għaliex għandha għandna għandu għax hawn hemm
        hija huma huwa illi jekk jew jista kien kienet kif kollha kollox kull li lil ma mhux mingħajr minn minna
        naf nies qatt qed sabiex sew ta taf tagħhom tal tas tiegħu tista wara xejn xi żgur
        """,
    "eo": """
        al alia ankaŭ ankoraŭ aŭ da de dum ekde el en estas esti estis eĉ hodiaŭ ili iu jam je jes kaj ke kial
        kie kiel kio kiu kiuj kun la li mi mia ne nek neniam nenio nenion ni nia nun nur oni per plej pli plu
        por post pri pro se sed si sia sin sur tamen tie tio tiu tiuj tre tro vi via ĉar ĉe ĉi ĉio ĉiuj ĝi ĝin
        ĝis ŝi
        """,
    "ha": """
        aka akan ake amma an ba babu ban bayan ce cewa da dai dan don duk ga gaba gida in ina ita ka kai ke ko
        kuma kuna kyau mai mana mutane na nake nan ne ni saboda sai shi sosai su suka suna ta tare wanda wani
        wannan wasu ya yake yana yanzu yi
        """,
    "zu": """
        abantu bonke futhi kakhulu kanjani kanti kodwa konke kuleli kulungile kungani kusho lapha lapho lo lokhu
        manje mina nami ngaphandle ngempela ngenxa ngiyabonga ngoba nje noma phela sawubona thina ukuba ukuthi
        uma umuntu wakho wami yebo yini
        """,
    "yo": """
        ati awọn bí fún gbogbo jẹ ki ko kí kò mi ni náà nítorí ohun rẹ sí ti tí wa won wọn yìí yẹn àti àwọn èmi
        ènìyàn ìwọ ṣe ọmọ ọrọ
        """,
    "mg": """
        aho amin amin'ny ary dia efa eto fa fahoana ianao ihany ilay ireo isika ity izany izao izay izy ka ko
        koa ma mahita mbola misy momba na nahoana nandritra noho ny rehetra satria sy tamin'ny tena tsara tsia
        tsy vao
        """,
    "jv": """
        aku ana apa banget bisa durung iki iku isih kabeh kae karo kok kowe kudu lan lek luwih maneh mung nang
        nggo ngono ning ojo opo ora padha piye saiki sampeyan seneng sing sopo tau tekan wae wis wong yen
        """,
    "bn-Latn": """
        ache achhe amader amake amar ami amra apnar apni are bangla bangladesh bhai bhalo bolte chai chaina
        dekhi dhonnobad eita ektu eta hobe hoi holo jabe jodi kaj keno ki kichhu kichu kintu korche korchhe kore
        korte lokjon manush mone na nai nei oi onek parbo parchi shob shobai sob tader tai tara tomar tomra tora
        tui tumi
        """,
    "tk": """
        bar barada bilen bir biri bolan bolar bolsa bolup bu diýip däl edip eýle haçan hem hiç indi men meniň
        nähili näme olar onuň sag sen seniň siz we üçin ýa ýaly ýene ýok şeýle şol
        """,
    "ig": """
        bụ dị gị ha ihe ka maka mmadụ na ndị nke nwere onye site unu ya ọzọ
        """,
    "ro": """
        aceasta această acest acesta aceste acestea aceștia acolo acum ai aia ala alt alta alte altii am ani ar
        are articol as asa asemenea asta astea atat atunci atât au avea avem aveti aveți aș așa ba bani bine
        bravo bun bă ca cam cand cap capul care cat ce cea cei cel cele ceva chiar cine cineva copii cu cui cum
        când cât câți că da daca dacă dai dar de decat deci decât deja din dintre doamne doar domnu domnul
        domnule dracu dracului dumnezeu dupa după ea ei el ele era este esti eu ești fac face faci fara
        felicitari felicitări fi fie fost fraierilor fără gata gura guvern guvernul hai hoti hotii hoți hoții
        iar idiot ii il imi in inca isi iti jegosi jos la lasa lasă le li lor lui lume m-a ma mai mancati mata
        mea mei mele mereu meu mi mincinosi mincinoși minte muie mult multe multi multumesc mulți mulțumesc
        mâncați mă n-a n-am naibii ne nenorociti nesimtiti nici nimeni nimic niste niște noastra noi nostru nu
        oameni oamenii or oricum pace pai pana partid pe pentru poate poporul pot prea prin proasta prost prosti
        prostii prostule proști pula până păi rahat romani romania romanii români românia românii rusine rușine
        s-a sa sau se si sigur sint stat sub sunt sunteti sunteți să ta taci tai tara tare tata te ti timp toata
        toate toată tot toti toți treaba tu un una unde unei unii unor unui v-a va vai vezi voi vor vorba
        vorbesti vorbești vrea vrei vreo vă zic zice îi îl îmi în încă își îți ăla ăsta și țara țară ți
        """,
    "de": """
        aber ach alle alles als also alte am an artikel auch auf aus bei beim bin bis bist bloed blöd buerger
        bürger da damit dank danke dann das dass dein deine dem den denn depp deppen der des deshalb deutsche
        deutschen deutschland dich die dies diese diesem diesen dieser dieses dir doch dort du dumm dumme durch
        dürfen eben ein eine einem einen einer eines einfach endlich er es etwas euch euer falsch fresse fuer
        für ganz gar gegen gehen geht geld genau genug gibt gleich gleichen grüne gut habe haben halt hat hatte
        herr heute hätte hör ich idiot ihm ihn ihnen ihr ihre ihren ihrer im immer in ins ist ja jahr jahre
        jahren jede jeden jeder jetzt kann kein keine keinen keiner klappe klar koennen kommt können könnte land
        lass leider leute lügen machen macht mal man mehr mein meine meinen mich mir mist mit miteinander morgen
        muss möchte müssen na nach ne nein nicht nichts nie noch normal nun nur ob oder ohne politik politiker
        quatsch raus recht richtig sagen sagt schande scheiss scheisse schon schön schöner sehr sein seine
        seinem seinen seiner seit selbst sich sie sind so solche soll sollen sollte sollten sondern sonst tun
        typisch ueber um und unfassbar uns unser unsere unter verstehe viel viele volk vollidioten vom von vor
        wahr wahrheit wann war waren warum was weg wegen weil weiss weiter welche welt wenn wer werden wie
        wieder wieso will wir wird wirklich wissen wo wohl wollen wurde würde zeit ziemlich zu zum zur zwei über
        """,
    "en": """
        about actually adam after again age ago agree ain't aint aka all almost already also always am america
        american an and another any anybody anyone anything are aren't arent around article as ass at ate away
        aye back bad bait ban bang bar bare bat be because been before being believe bent best bet better
        between big bin bitch black both boy boys bravo bro btw bus but by call came can can't cannot cant cap
        car care cat children come comment congratulations cos could couldn't couldnt country coz crap cum cuz
        da dad damn dan dare dat dawn day dear dem did didn't didnt die dies dig do doe does doesn't doesnt
        doing don don't done dont door down drug dude due dumb each ego eh else end enough era even ever every
        everyone everything face fake family fan far feel few first folk for free from fuck fucking fyi gee get
        gets getting girl give go god goes going gone gonna good got gotta government great guy guys had hard
        has hasn't hat hate have haven't havent having he he's hell hello help her here hes hey hi high him
        hindu his hold hope house how hr hrs i'd i'll i'm i've id idiot idiots idk if im ima imma in inch into
        is isn't isnt israel it it's its ive jan jim job just keep kid kids kill kim know land last later law
        least less let let's lets liar lies life like lil little live lmao lmfao log logo lol long los lot love
        luv made make makes mama man many may maybe me mean media meh meme men mere met might mine mom money
        more most much must my myself nah need net never new news next nice no nobody non nope nor normal not
        nothing now of off oh ok okay old ole omg on once one only or other others our out over own pakistan pay
        pays people per pie please pls plus plz pole police pool post pot pre president pro problem put putin
        rather read real really right rofl said sam same san saw say saying says school sea see seems sense
        shame she she's shes shit should shouldn't shouldnt sin since sing sit site size smh so some someone
        something son sorry start state still stop stupid sub such super tab take talk ted tell ten tens tha
        than thank thanks thanx that that's thats the their them then there there's these they they're theyre
        thing things think this tho those though through thx tie til till time to today toe tom too toy tru true
        trump two ugh under until up upon ur us used very via wanna want wants war was wasn't wasnt wat way we
        we're welcome well went were weren't what what's whats when where which while white who who's whole why
        will with without woman women won won't word words work world would wouldn't wouldnt wow wrong wtf ya
        yeah year years yep yes yet yo you you'd you'll you're you've your youre yours yourself yr yrs yup
        """,
}
"""By language (BCP 47): words parted by white space."""

PECULIAR_LETTERS: Final = {
    "az": "çöüğışə",
    "ca": "àçèò",
    "cs": "áíóúýčďěňřšťůž",
    "da": "åæø",
    "de": "äöü",
    "eo": "ĉĝŝŭ",
    "es": "áíñóú",
    "et": "äõöüšž",
    "fi": "äö",
    "fr": "àâçèêîôùû",
    "ga": "áíóú",
    "gl": "áíñóú",
    "hr": "ćčđšž",
    "hu": "áíóöúüőű",
    "ig": "ịọụ",
    "is": "áæíðóöúýþ",
    "it": "àèìòù",
    "ku": "çêîşû",
    "lt": "ąčęėįšūųž",
    "lv": "āčēģīķļņšūž",
    "mt": "ġħż",
    "no": "åæø",
    "pl": "óąćęłńśźż",
    "pt": "àáâãçêíóôõú",
    "ro": "âîășţț",
    "sk": "äáíóôúýčďľňšťž",
    "sl": "čšž",
    "sq": "çë",
    "sv": "äåö",
    "tk": "äçöüýňş",
    "tr": "çöüğış",
    "vi": "ăâêôđơưạảấầếềệộớợẹọụị",
    "yo": "ẹọ",
}
"""By language: letters that few others have, as `model.text.normalise` leaves them."""
