"""Common words of languages that share a script: what tells them apart, and says which one most of a comment is in.

Articles, pronouns, prepositions, conjunctions, auxiliaries, and what readers often say in comments, as
`model.text.normalise` leaves them; with and without accents where people type them so. A word stands under every
language that has it; words of one letter under none, as they tell little. Written for Copydesk, from no corpus.
"""

from typing import Final

COMMON_WORDS: Final = {
    "es": """
        ademas además ahi ahora ahí al alcalde algo alguien algun alguna algunos algún aman amigo amigos amo ano
        anos ante antes aprende aquel aquella aquellos aqui aquí articulo artículo asi así aun aunque ayer año
        años aún basta bien blanco blancos buen buena buenas bueno buenos busca cabron cabrones cabrón cada
        calla callate calle caray casa casi chica chicas chico chicos ciudad claro come comer como con cono
        contra cosa cosas coño creemos creen creo cualquier cuando cuanto cuantos culpa cuándo cuánto cuántos
        cállate cómo da dan dar de debe deben deberia deberian debería deberían decir deja dejad dejen del
        derecho derechos desde despues después dia dias dice dicen dices diga digo dijo dimision dimisión
        dimitan dimitir dinero dios donde dos día días dónde el ella ellas ellos en entonces entre equipo era
        eran eres es esa esas ese eso esos espana espanoles españa españoles esta estaba estamos estan estar
        estas este esto estos estoy estuve estuvieron estuvo está están estás extranjeros fue fuera fueron fui
        fuimos fuiste gana ganan ganar gays gente gilipollas gobierno gol gracias gran guerra ha haber habia
        habla hablan hablar habra habria habrá habría había hace hacen hacer hacia haciendo hacía hasta hay haya
        hayan hermana hermano hijo hijos hizo hola hombre hombres hora horas hostia hoy hubiera iba iban idiota
        idiotas imbecil imbécil inmigrantes jaja jajaja joder judío judíos juega jugo jugó la ladrones las le
        les ley llega llegan lo los madre mal mala malo manana maricones maricón mas matar mañana me mejor menos
        mentira mentiras merece merecen mes mi miedo mierda mis mismo morir mucha muchas mucho muchos mueran
        muere muerte mujer mujeres mundo musulmanes muy más mí nada nadie negro negros ni ningun ninguna ninguno
        ningún ninos niños no noche nos nosotros noticia noticias nuestra nuestro nuestros nuevo nunca odian
        odio ojala ojalá os otra otro otros padre padres paga pagan pagar pais panda para parece parecen partido
        pasa pasan payaso paz país peor perder perdio perdió periodico periódico pero piensan piensas pienso
        pierde pobre pobres poco policía politicos políticos pone poner por porque porqué precio precios
        presidente problema problemas pueblo puede pueden puedo pues puta puto que queda quedan queremos quien
        quiere quieren quieres quiero quién qué razón respeto ricos sabe sabeis saben sabia sabéis sabía sale
        salen salir se sea semana senor senores ser señor señores si siempre sin sinverguenzas sinvergüenzas
        sobre solo somos son soy su sus sí sólo tambien también tan tanto tarde te tendra tendrá tenemos tener
        tengo tenia tenian tenía tenían ti tiene tienen tienes tipo toda todas todavia todavía todo todos toma
        tomar tonta tonto tontos trabaja trabajan trabajar trabajo tu tus tú un una unas uno unos usted ustedes
        va vale vamos van vas vaya vecino vecinos venga verdad verguenza vergüenza vete vez vida viejo viene
        vienen vine vino viva vive viven vivir vosotros voy vuestra vuestro vuestros ya yo árabes él ésta
        """,
    "fr": """
        ai aime aiment aimer allait allez alors ami amis année ans apprends apres après arabes argent arrive
        arrivent arrête article as au aucun aucune aujourd'hui auraient aurait aussi autant autre autres aux
        avait avant avec avez avoir avons ayant bande barre beau beaucoup bien blanc blancs boit bon bonjour
        bonne bordel bravo bref but c'est c'était ca car casse ce ceci cela celle celui celui-là ces cest cet
        cette ceux chacun chaque cherche cherchent chez comme comment con connard connards conne cons contre
        croire crois croit croyez crétin d'accord d'en d'un d'une dans de demain depuis des deux devez
        deviennent devient devraient devrait dieu dire disait disent dit dites doit doivent donc donne donner
        droit du débile dégage démission démissionner déteste détestent elle elles en encore enfant enfants
        enfin entre es est et etait ete etre eu eux faire fais faisait fait faites faudrait faut femme femmes
        ferme fille filles fils fois font frère gagner gars garçon garçons gays gens gouvernement guerre gueule
        haine heure heures heureusement hier homme hommes honte ici idiot idiots il ils imbécile imbéciles
        immigrés j'ai j'aime j'en j'y j'étais jai jamais je jeune jeunes joue jour journal jours juif juifs
        juste l'a l'ai l'on la laisse laissez le les leur leurs lire loi lui là ma maire mais maison
        malheureusement mange match matin mdr mec mecs meme mensonge mensonges merci merde mes met met-on mettre
        meuf meurt mieux moi moins mon monde mort mourir musulmans mère mérite méritent même n'a n'ai n'est
        n'importe n'y ne ni noir noirs non nos notre nous nouvelles nuit on ont or ou où paie paient paix par
        parce parents parfois parle parlent parler parlez part partent partir pas passe pauvre pauvres payer
        pays pense pensent penses perdre personne peu peur peut peux plus plusieurs police politique pour
        pourquoi pourri pourris pouvoir prend prendre prix problème problèmes près président puis putain père
        qu'elle qu'en qu'est qu'il qu'ils qu'on qu'un qu'une quand que quel quelle quelles quelqu'un quelque
        quelques quels question qui quoi raison rentre rentrez reste restent riches ridicule rien s'est s'il sa
        sais salaud salopard salut sans savait savent savoir scandaleux se semaine sera seraient serait ses seul
        si sinon soeur soient soir soit son sont sortir sous souvent suis sur t'as t'es ta taisez-vous tant taxe
        taxes te tellement temps tes toi ton toujours tous tout toute toutes travail travaille travaillent tres
        trop trouve très tu tuer un une va vais vas venu veulent veut viennent viens vient village ville vit
        vive vivement vivent vivre voilà voir vois voisin voisins voit vos votre voudrais voulez vous vrai
        vraiment vu vérité wesh ça équipe étaient étais était étrangers été êtes être
        """,
    "pt": """
        acho agora ainda alem alguem algum alguma algumas alguns alguém além amanha amanhã ano antes ao aos
        apenas aprenda aprende aquela aquele aqui aquilo artigo as assim ate até aí bem boa bom brasil
        brasileiro burra burro cada cala cambada canalha cara caralho casa chega cidade coisa coisas com como
        concordo corrupto criancas crianças culpa da das de deixa dela dele deles demitam depois desse desta
        deste deve devem devia deviam dia dias digo dinheiro disse disso dizem dizer do dois dos ela elas ele
        eles em embora entao entre entretanto então equipa era eram esquerda essa essas esse esses esta estamos
        estao estar estas este estes esteve estive estiveram estou está estão eu faco falar faz fazem fazer faço
        fez filho filhos foi fomos fora foram fui gente gol golo governo haja havia hoje homem homens hora horas
        há idiota idiotas imbecil isso isto ja jeito jogo jornal já kkkk kkkkk la ladrao ladrão ler lhe lixo lá
        mae mais mal mano mas me meio melhor menos mentira merda mes mesmo meu meus minha minhas muita muito
        muitos mulher mulheres mundo mãe mês na nada nao nas ne nem nenhum nenhuma ninguem ninguém no noite nos
        nossa nosso noticia noticias notícia notícias num numa nunca não né nós obrigado onde ontem os otario
        otário ou outra outro outros pai pais para parabens parabéns país pela pelas pelo pelos pessoal pessoas
        pobre pobres pode podem pois por porem porque porquê porra porém pouco povo pra preco precos presidente
        preço preços problema puta quando quanto quantos que quem quer querem queres quero quê rapaz ricos rua
        sabe sabem sabia sao se seja sem semana sempre ser sera será seu seus si sim so sobre sou sua suas são
        só tambem também tao tarde tem temos tenha tenham tenho ter teu time tinha tinham tive to toda todas
        todo todos trabalhar trabalho tu tua tudo tá tão têm um uma umas uns vagabundo vai vamos vc vem venha
        verdade vergonha vez viva voce voces você vocês volta vou vêm às és
        """,
    "it": """
        abbiamo adesso ai al alcune alcuni alcuno alla alle allora altri altro anche ancora andare andate
        andiamo anni anno articolo aumento avere avete aveva avevano avevo avrebbe bambini basta beh bella bello
        ben bene boh bravi bravo c'e c'è casa cazzo che chi ci ciao cioè città ciò coglione coglioni col come
        complimenti con cosa cosi così cretini cretino cui da dai dal dalla dalle davvero degli dei del della
        delle dello dentro deve devi devono di dice dici dico dicono dimettersi dimissioni dire disse domani
        donna donne dopo dove dovete dovrebbe dovrebbero due ed eh era erano eravamo eri ero essere fa faccia
        facciamo fanno fare fate fatto figli figlio fino forse forza fra gente gia giornale giornalista giorni
        giorno già gli gol governo grazie ha hai hanno ho idiota ieri il imbecille imbecilli impara imparate in
        insomma io italia italiani l'ha la ladri lascia lasciate lavorare lavoro le leggere lei li lo loro lui
        ma magari mah mai mattina meglio meno mentre merda mi mia mie miei mio molti molto ne nei nel nella
        nelle nessuna nessuno niente no noi non nostra nostre nostro notizia notizie notte nulla oggi ogni
        ognuno ora ormai padre paese partita per perche perchè perché persone piu più poca pochi poco poi
        politici possono potrebbe povera poveri povero presidente prezzi prezzo prima problema proprio puo può
        qua qual qualche qualcosa qualcuno quale quando quanti quanto quella quelli quello questa queste questi
        questo qui quindi ricchi ridicola ridicoli ridicolo sa sai sanno sapete saranno sarebbe sarà scema scemi
        scemo schifo se secondo sei sempre senza sera si siamo siete signor signora sindaco smettila so soldi
        soliti solito solo sono sopra sotto squadra sta stai stanno stata stato stavo stessa stesse stessi
        stesso stronzi stronzo su sua sui sul sulla suo suoi sì tanta tante tanti tanto te ti torna tornate tra
        troppo tu tua tuo tutta tutte tutti tutto un un'altra una uno uomini uomo va vado vai vengono venuto
        veramente vergogna vergognatevi vergognosa vergognoso vero vi viene vieni vista visto viva voglio
        vogliono voi volta volte vorrei vostro vuoi vuole zitto
        """,
    "ca": """
        aixi aixo així això al als amb anys aquest aquesta aqui aquí ara article bé cal catalans catalunya com
        d'un d'una de del dels despres després doncs el ella ells els em en encara era esta estan està et ets fa
        fer fins fora gent gracies gràcies ha han he hi ho idiota interessant ja jo l'any la les li lladres mai
        mentida mes meu meva molt més n'hi ni no nomes només nosaltres on pais parles país pel pels per pero
        perque perquè però poc pot quan que qui què s'ha saps se sempre sense ser seu seva si sou són tambe
        també tan tenen tens tot tota tots té un una va vagi van vergonya visca vosaltres és
        """,
    "nl": """
        aan aftreden al alle alleen alles als altijd alweer arm artikel avond bedankt belachelijk ben bent bij
        daar dag dagen dan dank dat de deed deze dezelfde die dit doe doen doet dom domme door dorp dus echt een
        eens eigenlijk elke en er eraan erbij erover ervan even gaan gaat geen geld geweest gewoon ging gisteren
        godverdomme goed goede haar had hadden heb hebben hebt heeft heel helemaal hem het hier hij hou huis hun
        idioot idioten iedereen iemand iets ik in is ja jaar jammer je jij jou jouw jullie kan kapot kind
        kinderen klootzak komt kon krant kunnen kut laat land later leugenaars leuk lezen lul maar maken man mee
        meer meest mensen met mij mijn misschien moeder moest moet moeten mond mooi morgen na naar nacht
        nederland nederlanders nee niemand niet niets nieuws nog nooit nu of om omdat ons onze onzin ook op over
        ploeg politiek prijs prijzen rijk schandalig schande sommige stad steeds stom stomme sukkel sukkels uit
        uur uw vader van vandaag veel vent verhoging vind vindt volgens voor vooral vrouw vrouwen waar waarheid
        waarom waren was wat wedstrijd week weer weet weg wel welke werd werk weten wie wij wil wilde willen
        wist worden wordt zal ze zeer zeggen zegt zei zelf zich zij zijn zo zoals zonder zou zouden zoveel
        """,
    "sv": """
        alla allt alltid annan artikel att av avgå bara barn behöver bli blir blivit borde bra by både dag dagar
        de dem denna deras det detta dig din dina ditt dock du dumma där då dår efter eller ett fan fattig fick
        finns folk folket från fy få får för gick gjorde går gör göra ha hade han har hej helt hem henne hennes
        hon honom hur hus här håll höjning icke idag idiot idioter igen igår imorgon in inga ingen inget inte ja
        jag jobb just jävla kan kom kommer korkad kunde kvinna kvinnor kväll käften lag land lite lär läsa lögn
        mamma man match med men mer mig min mina mitt mot mycket människor mål många måste natt nej ni nog nu
        nyheter när någon något några och också om oss pappa pengar pris priser på rik rätt rövhål sade sagt
        samma sedan ser sett sig sin sina sitt ska skall skit skriver skulle skäms sluta som stad svenska
        sverige säger så såg sånt tack tidning tidningen till timme tjuvar tror tycker tyvärr under upp usch ut
        utan vad var vara varför varit vecka vem vet vi vilka vilken vilket vill ville visste väl än är även år
        åt över
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
        abban addig ahogy akar akarnak aki akik akkor amely ami amikor amit annak annyi anya apa arak arra az
        azert azok azt azzal azért baj barom baromsag baromság be benne csak csalo csaló csapat csinal csinalnak
        csinál csinálnak de dragulas drágulás egy egyaltalan egyik egyáltalán el eleg elég ember emberek ennek
        erre es este eve evek ez ezek ezert ezt ezért falu fel ferfi fogd férfi gazdag gol gratulalok gratulálok
        gyerek gyerekek gól ha hagyd hajra hajrá harom haz haza hazug het hir hirek hogy hol holnap hulye hulyek
        három hát ház hét hír hírek hülye hülyék idiota idióta igen igy ilyen is itt jo jobb jon jott jó jön
        jött kell kellene kellett ki kicsi koszi koszonjuk koszonom kurva köszi köszönjük köszönöm lattal lattam
        le legyen legyenek lehet lemondani lesz láttam láttál ma magyar magyarok magyarorszag magyarország mar
        marha meccs meg menj menjen menjenek menni mert mi miatt miert mik milyen minden mindig mint mit miért
        mond mondja mondjak mondják mondta most munka már még na nagy nagyon nap napok ne neha nekem neki nem
        nincs nok néha nő nők olyan ora orszag ország ott otthon pedig penz persze pofa pénz reggel sem semmi
        semmit senki senkit soha sok sokkal szad szar szegeny szegyen szegény szep szerintem szia szo szol szád
        szégyen szép szó szól tanulj te tegnap tehat tehát tenyleg ti tobbi tolvajok tudja tudjak tudják tudom
        tényleg többi ugy ugyan ugyanaz ugyanazok ujsag utan utana után utána vagy vagyok valaki valakit valami
        valamit van vannak varos vele volt voltak voltal voltam voltunk voltál város ám ár árak át én és év éve
        évek így óra úgy új újság ők
        """,
    "pl": """
        aby albo ani artykul artykuł bardzo beda bedzie bez biedni bo bogaci brawo byc byl byla bylam bylem
        bylismy byliśmy bylo byly być był była byłam byłem było były bzdura bzdury będzie będą caly cały cena
        ceny chca chce chcesz chcą chcę chyba ci ciebie cokolwiek cos coś czlowiek czlowieka czy czyli człowiek
        człowieka debil debile dla dlaczego dni dno do dobra dobry dobrze dom domu druzyna drużyna dzieci dzieki
        dziekuje dzien dzień dzis dzisiaj dzięki dziękuję dziś gazecie gazeta gdy gdyby gdzie glupi glupia
        glupie glupku go gol głupi głupia głupie głupku idioci idiota idz idzcie idź idźcie ile im inne innych
        ja jak jakas jakaś jaki jakie jako jasne jednak jego jej jesli jest jestem jestes jesteś jeszcze jeśli
        jutro juz już kasa kazdy każdy kiedy klamca klamia klamstwo kobieta kobiety kraj kto ktokolwiek ktora
        ktore ktory ktorych ktos ktoś która które który których kurwa kłamca kłamią kłamstwo lata ludzi ludzie
        ludziom ma maja mają mam masz matka mecz mezczyzna mi mial miala miasto miał miała mieli mnie moga mogl
        mogą moj moje mowi mowia mowic mowil moze mozna może można mu musi my mógł mój mówi mówią mówić mówił
        mężczyzna nad nam nareszcie narod naród nas nasz nasze naucz nawet niby nic nich niczego nie niech
        niestety nigdy nigdzie nikogo nikt niz niż no noc oczywiscie oczywiście od ojciec on ona oni ono oraz
        pan pieniadze pieniedzy pieniądze pieniędzy pisze piszecie pod podwyzka podwyżka polacy polsce polska
        polski poniewaz ponieważ powinien powinna powinni powinno pozdrawiam praca prawda prezydent przed
        przepraszam przestan przestancie przestań przestańcie przez przy rano raz razem robi robia robic robią
        robić rok roku rzad rząd sa sam sie siebie się skandal smieszne super swoj swoje swój syn szkoda są ta
        tak taki takich takie takze także tam te tego tej ten teraz tez też trzeba tu ty tych tydzien tydzień
        tyle tylko tym wam was wasz wczoraj we widzialem widziałem wie wiec wieczorem wiedza wiedzą wiem więc
        wlasnie wracaj wracajcie wstyd wszyscy wszystko wy właśnie za zal zamknij zawsze zdrajcy ze zeby zgadzam
        zlodziej zlodzieje znowu zreszta zresztą złodziej złodzieje śmieszne żal żeby
        """,
    "cs": """
        aby ale ani asi až bez blbec blbost bude budou by byl byla bylo byt být cesko cesky clanek clanku co což
        dal debil dekuji dnes do dobre dobry dobrý dobře drz drž dál děkuji firma hanba ho hubu idiot idioti jak
        jake jako jaké jde je jeho jeji jejich její jen jenom jeste ještě ji jim jinak jo jsem jsi jsme jsou
        jste já kam kde kdo kdy kdyz když kreten kretén ktere kteri ktery které který kteří lide lidem lidi lidé
        lidí lzi lži maji mají mam me mi mit mne mnou moc mohou muze my má mám mít mě může na nam nas nase naše
        ne nebo neco nekdo neni není nic nám nás náš něco někdo od on ona oni pak penize peníze po pod podle
        pokud politici pravda prdel pred pri pro proc prosim prosím proto protoze protože proč pry prý před při
        se si snad stat stejne stejně stydte stát sve sveho svet své svého svět tady tak taky také tam te tebe
        ted ten tento teď to tohle toho tomu tu ty tě uz už vam vas ve velmi vic vim vlada vláda vsak vsechno
        vsichni vubec vy vám vás víc vím však všechno všichni vůbec za zajimavy zajímavý zase ze zlodeji zlodeju
        zloději zlodějů česko český článek článku že
        """,
    "sk": """
        aby aj ako ale alebo ani asi až bez blbec blbost blbosť bol bola bolo bude budu budú by byt byť cas
        clanku clanok co dakujem debil do dobre drz drž este ešte hanba ho hubu iba ich idiot ja je jeho jej ju
        kde ked kedze keď keďže kto ktora ktore ktori ktory ktorá ktoré ktorí ktorý lebo len ludi ludia ludom ma
        maju majú mam mas mat mať mi mne moze mu musi musí my má mám máš môže na nam nas nech nic nie nieco
        niekto niečo nič nám nás náš od on ona oni peniaze po pod podla podľa politici potom pravda pre preco
        preto pretoze pretože prečo pri prosim prosím sa si slovensko slovensky slovenský sme som stale stat ste
        stále svoje sú ta tak takze takže tam tato te tento teraz tie to toho tom tomu tu tuto ty táto túto uz
        už vam vas vela velmi veľa veľmi viac viem vlada vláda vsak vsetci vsetko vy vám vás však všetci všetko
        za zas zaujimavy zaujímavý zlodeji čas článku článok čo ďakujem ľudia ľudí ľuďom štát že
        """,
    "hr": """
        ako ali bez bi bih bila bili bilo bio biti bolje brate bravo bre budala bude budu clanak clanku covek
        covjek da dakle debil do dobra dobro dok dosao dosta došao drugi drzava država ga gde gdje glupost
        gluposti god hrvatska hrvatski hvala idiot idioti ih ili im ima imaju imam imate ista isti iz izmedu
        između ja jadno jako je jebote jedan jednom jer jesam jesi jos još ju kad kada kakav kako kao ko kod
        koja koje koji kojih kome li ljudi lopov lopove lopovi majku malo me medu mene među mi mislim mnogo moj
        moja moje mora mozda moze možda može mu na nad nakon nam nama narod nas nase naš naše ne nego nek neka
        neki neko nema nemaju nesto netko nešto ni nije nikad nikada niko nisam nisi nismo nista nisu nitko
        ništa novac od odlicno odlicnom odlično odličnom odmah on ona onda oni ono opet osim ova ovaj ove ovo pa
        po pod pokvaren politika pre preko prema prije puno sa sam samo se sebe si smo sram sramota srbi srbija
        sta ste sto su svaka sve svi svoj svoje ta tada taj tako takode takoder takođe također te tebe tek ti to
        toga tom treba tu tvoj uvek uvijek uz va vam vas vec veoma već vi vise više vlada vlast vrlo za zar
        zasto zašto zbog zivjela znam članak članku čovek čovjek šta što živjela
        """,
    "sl": """
        ali ampak bi bil bila bilo biti bo bodo bolj bom brez ce ceprav da danes do dobro ga gre ima imajo imam
        in ja jaz je jih jo kaj kako kaksna kakšna kar kdo kdor ker ki kje kjer ko koliko kot lahko le ljudje ma
        mi mnenju mogoce mogoče moj mora moras moraš na naj nam nas naš ne nekaj nekdo ni nic nihce nihče nikoli
        nima niso nič no ob od on ona oni oziroma pa po pod potem prav pred prevec preveč pri rad res saj sam
        samo se sebe sedaj seveda si smo so spet sta ste ta tako takoj te tega tem ti to tudi tukaj tvoj vam vas
        vec vedno vem ves več vi vsak vse vsi za zakaj zato zdaj zelo če čeprav še že
        """,
    "lt": """
        aciu ant apie ar arba ačiū aš be bent bet bus buti buvo būti cia dabar dar daug del durnius dėl gal gali
        galima geda gera gerai gerą gėda idiotas iki ir is iš ja jau jei jeigu ji jie jis jo joks juk jums jus
        jūs jų ka kad kada kai kaip kalba kalbi kas kiek kiekvienas kodel kodėl kol kur kuri kurie kuris ką
        lietuva lietuviai lietuvoje lietuvos man mano mes mums nei nera nes nesuprantu nezinai nežinai niekas
        nieko nors nuo nėra pagal pas per pinigai pinigu pinigų po prie reikia sau savo straipsni straipsnis
        straipsnį su taciau tada tai taigi taip tas tau tavo tačiau tie tiek tiesa tik tikrai to todel todėl
        tokie toks tu turi uz už va vagys valdzia valdzios valdžia valdžios vis visada visi viskas visu visų yra
        zmones čia žmonės
        """,
    "lv": """
        ar ari arī bet bez bija būs būt caur cik cilvēki dažreiz es gan ir ja jau jo jums jā jūs ka kad kapec
        kas kauns kaut ko kur kurš kā kāds kādēļ kāpēc labi lai latvija latvijas latvijā loti līdz man mani
        manis mums mēs nauda naudas nav ne nebija nekad neko nevar no nu pa paldies pie pret pēc raksts rakstu
        savu tad tagad tas tauta te tev tiek tiesa tiešām tik tikai to tomēr tu tur tā un uz vai vairs vajag
        valdība valsts vienmēr visi viss viņa viņi viņš vēl zagļi ļoti šis šo
        """,
    "sq": """
        ai ajo artikull artikullin asgje asgjë asnje asnjë ata atij ato atë ben bën ca cdo cfare dhe dhjete
        dhjetë di do duhet duke edhe eshte faleminderit flas flet gjithe gjithmone gjithmonë gjithë goje gojen
        gojën hajdut idiot ishte ja jam jane janë jap je jemi jo ju juaj ka kam kane kanë ke kemi keq kete keto
        kjo kosova kosoves kosovës kryetari kur kush ky këto këtë ma mbyll mbylle me mire mirë mos mund më na
        ndaj ndryshe ne nga nje njerez njerëz një nuk në pa pas po por prej prishur pse pune punë qe qen qeni që
        sa saj se shqip shqiperi shqiperia shqiptar shqiptaret shqiptarët shqipëri shqipëria shume shumë si
        sipas sot ta te tek tij tjeter tjetër tu turp ty të une unë vend vendi vete vetem vetë vetëm viti vjet
        zot zoti çdo çfarë është
        """,
    "tr": """
        abi acaba adam adama adami adamlar adamı adamın aksam akşam al aldi aldı alin alir allah allaha allahim
        allahin allahım allahın almak alın alır ama amin ancak anladım anlamadim anlamadım anne aptal araplar
        arkadas arkadaslar arkadaş arkadaşlar artik artık asker aslinda aslında ay ayip aylardir aylardır ayni
        aynı ayıp az baba bak bakan bakin bakın bana basbakan baska baskan baskani bazi bazı başka başkan
        başkanı belediye belki ben bence bende beni benim bey beyler bil bile bilir biliyor bilmek bilmiyor
        bilmiyorum bin bir biraz biri birileri birisi biz bize bizi bizim boyle bu bugun bugün buna bunlar
        bunlara bunlarin bunların bunu bunun burada butun buyuk böyle bütün büyük cahil cocuk cok cop
        cumhurbaskani cumhurbaşkanı cunku da daha de dedigini dediğini defolun degil degildir demek demokrasi
        derdi ders devam devlet değil değildir dil din diye diyor diyorlar dogru doktor dolayi dolayı dolu doğru
        dun dunya dün dünya eden eder ederim edilen edilir edin ediyor en erkek ermeniler eski et etmiyor etti
        ettiler ev evde evine fazla gazete gece gel geldi gelin gelir gelmek gerek gerekiyor gerizekali
        gerizekalı gibi gider gidin git gitmek gitti gol gor gordu gordum gore gormedim gun guzel gör gördü
        gördüm göre görmedim görmek gün güzel haber haberi hafta hain hakim haklisin haklısın hala halk halki
        halkı hangi hanım hayatinda hayatında hayir hayır helal hem hep hepimiz hepiniz hepsi her herif herifin
        herkes herkese hic hiç hoca hristiyan hukumet hükümet icin ile ilk insallah insan insanlar insanlari
        insanları inşallah is ise isim iste istemek istemiyor istifa istiyor istiyoruz iyi için iş işte kadar
        kadardir kadardır kadin kadın kafa kanun kardes kardesim kardesler kardeş kardeşim kardeşler kendi
        kendini kes ki kim kimse kimsenin kimseyi kitap kiz komsu komsular komşu komşular konuşmak kotu kupa
        kötü kürt kürtler kız lan lanet lazim lazimdi lazım lazımdı mac mahkeme masallah maç maşallah mi millet
        millete misin mu mukemmel mü mükemmel müslüman mı mısın nasil nasıl ne neden nerede neymis neymiş neyse
        niye okul olacak olan olarak oldu oldugu olduğu olmadi olmadı olmak olmaz olmus olmuş olsun olur oluyor
        ona onlar onlari onlarin onları onların onu onun oy oyle para parti polis rahat resmen rezil ruslar
        sabah sadece salak sana sanki saygi saygı secim sehit selam sen sende sene seni senin serefsiz ses
        sesini seviye sey seyi seyler seçim seçimde sikayet simdi siz size sizi sizin sokak sokaklar son sonra
        soyle soylemissiniz suriyeli suriyeliler sus söyle söz sözler süper tabi tabii takim takım tam tamam tek
        temiz temizlemiyor teror terör tesekkurler teşekkürler tum turk turkiye tüm türk türkiye ulan ulke
        ulkede ulkemiz ulkemizden ulkenin utan utanmaz utanmazlar valla vallahi var vardir vardır vatan vatandas
        vatandaş vatanimiza vatanımıza ve ver verdi vergi vergiler verin verir vermek veya ya yahu yahudi yalan
        yalanci yalancı yani yap yapilan yapilir yapin yapiyor yapiyorlar yapma yapmak yapmayin yapmayın
        yapmiyor yapmıyor yapti yaptı yapılan yapılır yapın yapıyor yapıyorlar yarin yarın yazik yaziklar yazmak
        yazık yazıklar yeter yil yillardir yine yok yoktur yorum yıl yıllardır zam zaman zaten zor çocuk çok çöp
        çünkü ömründe öyle ülke ülkede ülkemiz ülkemizden ülkenin şehit şerefsiz şey şeyi şeyler şikayet şimdi
        şu
        """,
    "az": """
        adam adamin adamlar adamın aferin al aldi aldı alir allah allaha allahim allahım almaq alır amma ana
        ancaq artiq artıq ata axi axsam axı axşam ay ayib ayibdir aylardi aylardır ayıbdır azdir azdır
        azerbaycan azerbaycanda azerbaycanin azərbaycan azərbaycanda azərbaycanın baki bakı basa basqa bax baxin
        baxın başa başqa bele beli belke belə bes bezi bil bilir bilirem bilirsen bilirsən bilirəm bilmirdim
        bilmirem bilmirəm bilmək bir biri birlikde birlikdə biz bize bizi bizim bizə bu bugun bugün bundan
        bunlarin bunların bunu bunun bura burada burax bəli bəlkə bəs bəy bəzi camaat cenab cixib cox coxdur
        cunki cənab da daha danisir danisma danışma danışmaq danışır de demek demək deputat derdi deyesen deyil
        deyilsiz deyir deyirem deyirler deyirlər deyirsiz deyirəm deyəsən dil din dini dogru doktor dovlet doğru
        dunen dunya dusmedim dusmen duz dövlət dünya dünən düz düşmədim düşmən də dərdi dərs edecek edib edin
        edir edirem edirik edirler edirlər edirəm edəcək eger elbette ele eledi eleyir elə elədi eləyir ermeni
        ermeniler erməni ermənilər esger et etmek etmeyin etmək etməyin ev eve evine evinə evə eyni fars farslar
        gece gecə gedib gedin gedir gel gelecek gelib gelin gelir gerek get getmək gor gordum gore gorek
        gormedim gorur gozel gun gör gördüm görmədim görmək görür görə gözəl gün gürcü gəl gəlib gəlin gəlir
        gəlmək gələcək gərək hakim halal hami haminiz hamisi hamı hamınız hamısı hansi hansı hec hefte hele hem
        hemin hemise her hetta heç hokumet hokumət hökumət həftə həkim hələ həm həmin həmişə hər hətta idi il
        ildi ildir ile illerdi illərdir ilə indi insallah insan insanlar insanlarin insanların insanliq insanlıq
        inşallah iran irana iranda ise isgal isleyir istefa istemir isteyir isteyirik istəmir istəmək istəyir
        istəyirik isə iş işləyir işğal ki kim kimi kisi kisiler kitab kişi kişilər komanda kuce kuceler küçə
        küçələr lap lazim lazimdir lazım lazımdır lenet lənət maas maaş maraqli maraqlı mekteb men mence mene
        meni menim meqale millet milletimiz millət millətimiz müsəlman müəllim mı məhkəmə məktəb mən məncə məni
        mənim mənə məqalə nazir ne nece necedi necə neçə niye niyə nə odur ola olacaq olan olar oldu olke olkede
        olkemiz olkenin olmaq olmaz olmur olsun olub olubdu omrunde ona onda onlar onlari onlarin onları onların
        onu onun oyren oyun pis polis prezident pul qadin qadinlar qadın qadınlar qanun qarabag qarabağ qardas
        qardaş qeder qederdir qezet qiymet qiymetler qiymət qiymətlər qol qonsu qonsular qonşu qonşular qurban
        qədər qədərdir qəzet rahat rehmet rus ruslar rəhmət sabah sagol sakit salam satqin satqın sağol secki
        seher sehid sen seni senin serefsiz ses sey seçki siz sizi sizin sizə sozler sus söz sözlər səhər sən
        səni sənin səs tebii tekce temiz tesekkur torpaq torpaqlar turk turkiye turkiyə türk türkiyə təbii təkcə
        təmiz təşəkkür ucun usaq usaqlar utan utanmaq utanmırsız uzre uşaq uşaqlar vallah vallahi var vaxt ve
        ver verin verir vermelidir vermelidirler vermək verməlidir verməlidirlər veten vurub və vətən xalq xalqi
        xalqimiz xalqin xalqı xalqımız xalqın xanım xeber xeyir xeyr xristian xəbər ya yalan yalniz yalnız
        yasasin yatib yatıb yaxsi yaxsidir yaxşı yaxşıdır yazib yaziq yazir yazirlar yazma yazmaq yazmayin
        yazmayın yazıq yazır yazırlar yaşasın yeni yox yoxdu yoxdur yoxsa yəhudi zehmet zibil zəhmət çox çoxdur
        çünki çıxıb ölkə ölkədə ölkəmiz ölkənin ömründə öyrən öz üzrə üçün şey şəhid şərəfsiz əgər əlbəttə ən
        əsgər
        """,
    "uz": """
        ahmoq ahmoqsan albatta ammo ana barcha bilan bilmaysan bir biz bo'ladi bo'lgan bo'lib bo'lsa bu bular
        bunday buni deb edi ega emas endi faqat ham hamma haqiqat har hech hozir ichida insonlar juda kabi kerak
        keyin kim ko'p ko'prik ko'ra lekin mana maqola men mening mumkin nega nima nimaga o'z o'zbek o'zbekiston
        o'zi odam odamlar qanday qilib qilish rahmat salom sen shu shunday siz sizga uchun ular uni uning va
        xalq yana yaxshi yo'q yoki
        """,
    "ku": """
        azadi azadî bas baş bi biji bijî bo bun bû bûn cima da de di dibeje dibeji dibêje dibêjî dike dikin din
        dive divê dizanim dê ehmeq em ere erê ew ewen ewên ez gel gele gelek gelê hat hemu hemû hene her heri
        herî heye hin hun hûn ji jê jî ka kes kir kirin ku kurd kurdan kurdi kurdistane kurdistanê kurdî kî li
        lê me min mina mirov mîna na nabe nav navbera ne niha nin nine nizani nizanî nîn nîne pir pisti piştî
        rast re roj sal spas tene tenê tirk tirkiye tu tune tê vê wan wek weke welat welate welatê wê wî xwe ya
        yan yek yen yê yên zimane zimanê zor çi çima
        """,
    "id": """
        ada adalah agama aja akan aku anak anda anjing apa apakah astaga atas atau babi baca bagaimana bagi
        bagus bahwa baik bang bangsat banyak bapak bego bekerja belajar belum benar bener berisik berita besok
        bicara bikin bilang bisa bodoh bodoh-bodoh boleh bro buat bubar bukan bukannya bulan bulan-bulan butuh
        cina cuma dalam damai dan dari dasar datang dengan di dia diam dibuat dipakai dong duit dulu emang ga
        gaji gak gan ganggu gila goblok gol gue hanya harga hari harus harusnya hidup ibu indonesia ini islam
        itu jadi jalan jangan jelas jelaskan jelek jika juga kafir kah kalah kalau kalian kalo kami kampret kamu
        karena kasih kata kau kaya kayak ke kemarin kenapa kepada keren kerja kita kok komentar koran koruptor
        kota kotor kristen lagi lah lain laki lebih lihat maaf makan makasih malam malu mana mantap mas masa
        masih mati mau melihat memang membaca menang mengapa mengeluh menteri mereka miskin monyet muda mundur
        mungkin musuh naik negara negeri ngga nggak ngomong nih nulis nya oleh orang orangnya pada pagi pajak
        pak paling para patah pejabat pemerintah perang perempuan pergi perlu pernah polisi presiden pulang
        punya rakyat ribut rumah rusak saat saja sama sana sangat saya sayang sebagai sebelum sebuah seharusnya
        sejak sekarang selalu selama semoga semua seperti sering sesudah setelah setuju seumur siapa siapa-siapa
        sih sini situ suara sudah suka supaya tahu tak tapi tau telah teman terima tetangga tetapi tidak tim
        tolol tolong tua tuhan tulis turun uang udah untuk untung yahudi yang yg
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
        adam agar age agha aghaye ahmagh akhoond akhoonda akhoondha akhund alan almas ama amad amma amoo ao arab
        arabha are areh ashghal aslan ayande az azad azadi azadim azam aziz azizam ba baba bache bacheha
        bachehaye bad bade bakht bala baleh bar bara baradar barai baraye bare bashan bashe bashid bashim basij
        bayad baz bazam bazi be bebakhshid bebin bedan bede bedin begid begin begir begirid begoo begu bekesh
        bekeshid bekhab bekhatere bekonid bemir bemirid bereh beri berid berim besham beshe beshim besiar besyar
        bezar bezarid bi bi-adab bia bikhial bisharaf bisharafa bisharafi bishoor biya bood boodam boodan boodi
        bord borid boro budan chand charand che chera chert chi chie chizi chon chonke dad dada dadan dadash
        dade damesh damet daneshgah daneshju dar daram darand dare dari darim dashtan dashte dashtim dast daste
        dastet delam deli digar dige digeh diktator dirooz diruz divane do dolat doost dorood doroogh dorost
        dorosti dorugh dost dozd dozdan dozdha dustet emam emrooz emshab enghadr enghelab ensan enteghad
        entekhabat eslam eslami estefa faghat fahmidi farda fars farsi fekr film garm gav gerani gerefte gerooni
        gheimat gheymat ghorban ghorboonet goft goftam goftan goftand gofte goh gol gozasht hafte hagh haghighat
        hala halal ham hamash hamashoon hamashun hame hame-chi hamechi hamin haminja hamishe hamoon hamsaye
        hamsayeha hanooz hanuz har harf harfa harfaye harfha harkas harom haroom hast hastam hastan hasti hastid
        hastim hata hatman hatta haye hejab hezb hich hichchi hichi hichkas hichvaght hichvaqt hokumat in in-ha
        ina inha inja injoori inke ino iran irani iraniha irooni ishoon jan janet javan javanan javoonha jaye
        jayi jomhoori jomhuri joon kafar kalame kami kar kard kardam kardan karde kardeh kardi kardin kare
        karesh karo kas kash kashki kasi kasif kasife ke kesafat kesi khabar khabari khafe khafeshoo khahar
        khahesh khak khakt khan khar kharab kharej khaste khatar kheili khejalat kheyli kheyliha kheyr khob
        khoda khodam khodaya khodesh khodesho khodet khodetoon khoob khoon khoonat khoone khosh khub khune ki
        koja kojaei kojast kon konam konan kone koni konid konim kord kos koshtan koshtand koshte koshteh
        koshtid lanat lotfan madar madrese mage maghale maghnae mah majles maliat mamlekat mamnoon mamnun man
        mano mard mard-ha marda mardha mardom mardome marg margbar marge masalan masihi mellat merci mercii
        mersi mesle mibini midam midanam mide midim midoonam midooni miduni migam migan mige migi miguyam
        mijangim mikardan mikhad mikham mikhan mikonam mikonan mikonand mikone mikoni mikonid mikonim miram mire
        mirim mishan mishavad mishe mitavanad mitoonan mitoone mitoonim mohem mokhalef mosalman mosalmoon
        moteassefane motshakeram movafegham movafeghid mozakhraf mozakhrafe nabashe nabood nabudan nadarad
        nadaram nadarand nadare nadarim nakardam nakarde nakheyr nakon nakonid namikonam namishe namoos naneh
        natoonest nejes nemayande nemidoonam nemigan nemikhad nemikonam nemikone nemishe nemitoone niroo nist
        nistam nistand nistid nistim noosh nooshe olagh omram omresh onja oomad oomadan oon oona oonha ooni
        oonja oun paeen pas payin pedar pert pir pol police pool porroo ra raees raft raftam raftan rafte rahat
        rahbar raisi rast raste ray raye rejim ro roosari rooz rooze roozi rooznameh sag sal salam sar saret
        sasemoone seda seda-ye sepah shab shahid shaid sharaf shayad shayadam shekaste shekayat sho shod shodan
        shode shodim shoma shoor sobh sokhan ta tamame tamoom taslim team tekrari tim to toam tork torkha toro
        turkha ty umad unha va vaghean vaght vaghti vali vase vaseye vatan vatanam vaziat vazieshe vaziyat
        vojdan ya yahoodi yani yaroo ye yek yekam yeki zan zana zanan zanha zendan zendani zende zendebad
        zendegi ziad zire ziyad
        """,
    "ar-Latn": """
        2abl 2ana 3ala 3alaikum 3amal 3amel 3andena 3andi 3andkom 3arab 3arabi 3aref 3arfa 3arfin 3ashan 3ayesh
        3ayez 3aysh 3la 3lik 3ndkom 3omri 3omro 5ara 5ara2 7abibi 7ad 7ader 7aga 7akouma 7alal 7alo 7aqiqa 7aram
        7arami 7arb 7ata 7ayat 7ayati 7elw 7elwa 7mar 7mara 7okm 7okoma 7omar 7ram abl akhbar akher akhi akhoya
        akhy akid ala alah alaikum alf alhamdulilah alhamdulillah allah alyawm alyoum ana ante aw2at awel ba3d
        ba3dein ba3den baba baddi balad baladna balash banat bara barra bas beit bel bet betak betna bezaf biddi
        bidi bil bint bladi bnt bokra bukra byeshteku bzaf chno chouia chwia chwiya da dah dar dara2eb daro
        dawla dayman dein di dialna din dinya dir dyal dyali e7na eh el el-dawla el-giran el-nas el-ragel
        el-sha3b eldonya elli elnas elsha3b elyom elyoum embar7 embare7 emberi7 ennas enta enti ento entou entu
        enty esh eshtaghal ezay faddi fadi fahem fahma feloos fi fih floos flous fo2 gamed gedan ghi ghir giran
        gowa habibi had hada hadchi hadha hadi haga haqiqa haram haramiya harb hatta heda hena heya hiya hna
        hokouma hom homma houma howa howeh huma humma huwa i7na ibn ihna illa insha inshallah inta inti islam
        juwa kaddab kalam kalamak kalb kalba kaman kan kayen kayn kazab kbir kda keda kelb khabar khair khalas
        khali khara khawana khayen kif kifak klab kol kol-shi kol-yom kol7aga kolo kolohom kolshi kteer kther
        ktir kull kullu kulshi kuwayes kwayes kwayyes l3arab la la2 law lazem lazim leh leish lel lesa lesh li
        lissa m3a m3ana m3aya m3lish ma ma3 ma3a ma3ak ma7ad ma7adesh maalesh mabrook mabrouk machi mafeesh mafi
        mafish mahad makaynch malish maqal masari mashi masi7i men mesh mesh-momken min mish mn mnee7 mni7 mnih
        mo3zam mo7taram momken mosh mostawa msh mumkin muslimin naas nafs nafsi nas nass ndir ntoma ntuma ra2i
        ra2is rab rabbena rabena ragel ragil rais s7i7 sa7 sa7afa sa7i7 sadiq sah sah7 sha3b shabab shai2 sharaf
        sharmouta she2 shi shi2 shoft shofto shoghl shohor shokran shoo shou shu shukran shway shwaya ta7t ta7ya
        tani tayeb tayyeb tfou thani wa wa2t wa7da wa7ed wach wahed wala walad walla wallah wallahi wallahi-el
        wash we7na wein wel wen wesekh weskha wla ya ya3ni yaani yahood yahud yekhrib yel3an yel3ana yel3anak
        yom zain zay zein zift zwin
        """,
    "ru-Latn": """
        amerikantsy armyan armyane azerbaydzhantsy bez blin blya bolee bolshe bozhe budem budet budut by byl
        byla byli bylo byt byvaet ceny chego chem chitat chitay chitayte chto chto-to chtoby cto da davay
        davayte dazhe debil debily dela delaet delat dele delo den deneg dengi deputaty dlya do dolzhen dolzhna
        dolzhny dom doma domoy domu drug dumaet dumayu dumayut durachok durak dva ee ego esche eshche eshe esli
        est eta etih eto etom etot evreev evrei gazeta gazete gde god goda gody gosudarstvo govoril govorish
        govorit govoryat gruziny gryazno hochet hochu hohly horoshaya horoshiy horosho hotyat hristiane ida idi
        idiot idite ih ili imenno interesno iz kak kakaya kakoi kakoy kazhdiy kazhdyy khohly kogda kogo konechno
        koroche kotorye kto kto-to ladno let li lozh luchshe lyubit lyudei lyudey lyudi menya meshay mesyats
        mesyatsami mir mira mne mnogo mogut moi molchat molchi molchit molodcy molodets moy mozhesh mozhet
        mozhno mraz musulmane my na nado nakonets nalog nalogi nami napisal napisali narod narodu nas nash nashi
        nazad ne nelzya net ney nichego nichto nih nikakih nikakoy nikogda nikomu nikto nim nimi no novost
        novosti nu nu-nu obyasni obyasnite ochen ochen' odin odni odno on ona oni opyat opyat' ot pishet pishi
        pishut platim platit ploho plohoy po pochemu poka ponimaet ponimayu ponyat poshel poshla poshli poshol
        poslushay potom potomu pozhaluysta pozor pravda pravilno prezident pri privet pro prodazhnye prosto
        rabotaet rabotal rabotat rebyata rossii rossiya rossiyu russkie russkiy sam samom sebya segodnya seichas
        seychas shum skolko skoro skoty slava slomany slyshal smert smotri snova so sosed sosedi spasibo srazu
        stal stali stalo statya statyu strana strane suka svoi svoy tak takaya takie takoy tam tebe tebya tipa
        to tolko tom tot tozhe tri tseny turki tut tvari tvoy ty ukraina ukrainy uroven ushel ushli utro uydi
        uzhe vam vami vas vchera vecher ves videl videla videli vlast vlasti vo voobsche voobshe vory vot voyna
        vrag vragi vremya vrut vse vsegda vsem vsemi vsyo vsyu vy ya za zachem zarplata zavtra zdes zdravstvuy
        zdravstvuyte zhal zhe zhit zhizn zhizni znaesh znaet znayu znayut
        """,
    "hi-Latn": """
        aadmi aaj aaja aao aap aapka aapke aapki aapko ab abe abhi accha acche acchi acha achha achhi agar aisa
        aise allah andar apko apna apne apni aur aurat aurton ba baad baap baar baat bacche bachche bahar bahot
        bahu bahut bakwas bas behan beta beti bewakoof bhagwan bhai bharat bhi bhut bilkul bola bole bolo bolta
        bolte bura buri chahie chahiye chaiye chal chalo chor chup dalit dekh dekha dekho dena desh deshdrohi
        dharm dil diya diye dono dost dukh dur dushman ek fir gaddar gadha galat ganda gande gaon garib gaya
        gaye gayi ghar gussa haa haan hai hain ham hamara hamare hamesha han he hi ho hoga hogi hone honge hota
        hote hoti hua hue hui hum hume humko inko is isai ise iske isko isliye ja jaat jab jai jaisa jaise jana
        janta jao jata jati jhoot jhooth jiske jisko jo jung ka kaam kab kabhi kaha kahan kahi kaise kal kamina
        kar karke karna karne karo karta karte karti kaun ke keh khuda khushi ki kia kis kisi kiske kisko kisne
        kiya kiye ko koi kon kuch kuchh kutta kutte kya kyu kyun kyunki ladka ladki ladkiyon ladkon lekin lena
        likha likho liya liye log logo logon maa magar mahine mahino mai main maloom mantri mat maut me mehngai
        mein mera mere meri mujhe mujhko mulk murdabad musalmaan musalman musalmano na nafrat nahi nahin nai
        naukri ne neta nhi niche paas padh padho padosi pagal paisa paise par parso pata pe pehle phir police
        pyar raha rahe rahi rehte rupaye saal saale saath sab sabhi sabka sabki sabko sabse sach sachchi sahi
        sakta sakte sala samajh samjha samjhaye samjho sarkar sath se shahar sharam shikayat shor shukriya sikh
        sirf sun suno tab tera tere teri tha theek thi to toh tooti tu tujhe tujhko tum tumhara tumhare tumko
        unka unke unko upar uska uske uski usko wah wahan wahi waise wala wale wali warna wo woh ya yaar yaha
        yahan yahi yahudi ye yeh zaroor zarur zindabad zindagi zyada
        """,
    "hy-Latn": """
        aghmuk ais ajd ajdpes ajn ajsor ajstex amen amenic amis amisner amot anum apres ara arec artsakhy
        artsaxi artsaxy asa asac asel asem ashxatel ashxatum asox astvac astvats asum asum-en asumen asumes
        axper ayd aygi aygin ayn ayndegh ayntegh ayo ays aysor aystegh azeriner azg azgi azgy ba bacatrel
        bacatri baner barev barevner bari bayc bayts boghoqum bolor bolorin bolory brat che chem chem-uzum chen
        chgitem chgites chi chisht chka chtesa chtesel chunes chuni da dav davachan davachanner de du duq dzer
        dzer-tuny dzerq dzev dzez ed eghav eghbayr eghel ei eir eka ekan el eli elnem em en enq eq er erb erek
        erevan erexa erexeq ergir erkir es esi et eta ev exav exel geghecik gin giteiq gitem giteq gites gna
        gnac gnaciq gnahatel gnaq gner gnery gnum hamar harevan harevannery hark harkery haverj haxtanak hay
        hayastan hayastani hayer hayerin hayr hayrenik hayreniq hima himar himarner hin hodvac hogh hoghn
        hrajarakan hrajarvi inch incha inchi inchpes inchqan inchu inchvor inchvor-mek ira iranq isk jan jardvac
        jigyar ka kam kamurj kan kanayq karavarutyun karogh karoghe karox karoxa karoxanum keghtot keghtot-e ker
        kin kmna kyanq kyanqum lav lavn lavy linel lini linum mard mard-ik mardik mardkanc mayr mek mekel mekic
        mekin menq mer merci meri mez mi mia miayn mihat mna mnac na nakhagah naxagah nayev nikoly nor noric nra
        nranq nuyn oghormi or ova park paterazm patgamavor pativ patmutyun petq petqa petqe petutyun piti qani
        qez qeznic qo quyr sa sarqum senc shat shnorhakal shnorhakalutyun siraharvats snund spasek sra tena tesa
        tesel tgha tghamard tun tuny tur turq turqer tvec txa um unem unen unenq uneq unes uni ur urish ushqners
        uzum uzum-em vaghy vat vaxy vcharel vcharum voch vochinch vonc vonces vontc vor xaghaghutyun xelq xndrum
        xosel xosum yeghbayr yerek ynker yst zhoghovurd zhoxovurd zoh
        """,
    "ka-Latn": """
        aba adamianebi adamiani adamians ai aketebs albat am amas ambob ambobs amis amitomac amixsnas ar ara
        ara-ra araa araferi arafers aravin aravis arc are ari arian aris aris-ra armia ase asea aseti axali axla
        axsna axsnas azerebi bavshvebi bavshvi bevri bichi biwo bodishi bolos chemi cheni chivian chivis
        chuchyiani chven chveni cota cudi cxovreba cxovrebashi da dacera dawera daweres debilebi debili deda
        deda-enis deda-mama dedis deputati dges diax didi dila dro dzalian dzma eg egeni ekneba ertad erti es
        esa exla fasebi fasi fuli gadadgnen gadadgoma gadasaxadebi gadasaxadi gaiget gamarjoba gamarjobat gamis
        gamo gamyidvelebi gamyidveli gatexili gaumarjos gazeti gazetshi ghmerti ghmerto gilocavt gisurvebt
        gmadlob gmadlobt gmerto gogo gtxovt gushin ici imis imitom imitomac iqit iqneba iqneboda is ise iseti
        isev iseve isini ito itsi ityvi iyavit iyo iyvnen jer kacebi kaci kai kargad kargi kargi-ia kargia ki
        kide kidec kidev lamazi laparakoben laparakobs ma madlob madloba mag magari magas magis magram mainc
        mama maq martali martla marto me mec mere mezobeli mezoblebi mgoni minaxavs minda mis misi mkhedavt
        modit moit moxaleni mshvidoba mtavroba mteli mushaobs mxolod nacebi naxe naxvamdis ocneba omi parki
        pasebi pasi patara pirveli prezidenti qalebi qali qartuli qartvelebi qartveli qartvelo qveyana qveyanas
        qveyanashi qveyanis ra raa rac raghac rame rato ratom rogor rogor-xar rogora rogorc rom romc romel
        romeli rusebi rusebs rusetis rusi sakartvelo sakartvelos samshoblo saqartvelo saqartvelos saxeli saxli
        saxlshi sheidzleba shen shenc sheni shvili simartle sircxvili sirtcxvilia skamebi somxebi statia sul
        sulelebi sulelia sulelo tavi tavis tqva tqven tu turqebi tve tveebi uari umushavia unda unda-da ushno
        uyvars vai var vici vicit vigaca vigacam vinc vinme vinmem viqneb vixdit viyavi vnaxe wadi wadit xalxi
        xalxo xalxs xar xdeba xdebian xidi xmauri xom xval yvela yvelaferi yvelas zalian zogi zustad
        """,
    "he-Latn": """
        aba abaye abba achar achi achla achshav adayin af afilu aharon ahi am amar amen amru anachnu anashim ani
        aravim at ata atem avad aval avar axshav bachur bachurim bait bavakasha bayit be'emet beemet behatslacha
        ben beseder bet betach bevadai bevakasha bichlal bishvil bogdim boged boker chag chai chaim chara chas
        chaval chayal chayalim chilonim chodashim chodesh chok dai dati datiyim davar ech ehad eich eifo ein
        eize elohim emet eretz erev et etmol gam haamet haanashim haaretz habachur habayta hachi haele haim
        hakol halayla hamaamar hamatzav hamedina hamemshala haolam haraash harbe hashchenim hatzava hatzlacha
        haya hayiti hayom hayta hayu hazeh hazo hazot he hem hen hevel hi histalek hu idiot idiotim im ima ish
        isha ishi iton kacha kadima kama kan kavod ken kesef ki klum kmo kodem kol kol-hakavod kolam kotev
        kotvim ktav kulam kvar la lahem lama lanu layla le leat lech lecha lechi lechu lehagid lehasbir
        lehitpater lehitraot lekulam li lifne lifnei lo lo-yodea ma maamar machar mah makom mamash mashehu
        maspik matai matzav mchir mechir mechirim medina mehirim melukhlach memshala meod meshalmim metumtam
        metumtamim mevin mi mishehu mishpat mishtara misim mitlonenim mitnachalim mitumtam muslemim nachon naim
        nimas noladnu notzrim od okay omer omeret omrim ota otam otcha oti oto ovdim oved pam park pashut po poh
        raash raba raga raiti rak ratsiti roe roim rotsa rotza rotze rotzeh rotzim sababa shakran shakranim
        shalom sham shana shanim shavua shchenim she shel shelanu shelcha sheli shofet shoter shtok shum shuv
        shvua shvurim slicha slichah smol smolani smolanim stam tafsik tafsikim tafsiku takshiv tipesh tishtok
        toda toda-raba todah tov tova tsarich tsarichim tzadak tzarich tzava tzrich tzrichim ulai ve walla
        yachol yalla yasbir yecholim yehudi yehudim yeladim yeled yemani yesh yodaat yodea yodim yofi yom yoter
        ze zeev zeh zehu zona zot
        """,
    "af": """
        aan al alles almal ander as baie by daar dan dat deur die dit doen een ek en gaan geen goed haar het
        hierdie hoekom hom hulle hy hê in is ja jou julle kan kom kry maar mense met moet my na nee net nie niks
        nog nou of om omdat ons ook oor op praat reg sal se so soos sy sê te uit van vir waar wat weer wees weet
        wil word
        """,
    "gl": """
        ademais ainda algo ao aos asi así até aínda ben cando co coa como con cos da das de do dos ela eles en
        enton entón eran eu foi grazas hai iso isto mais moi moito máis non nos nós onde os ou para pero pois
        pola polo porque que quen se sempre sen ser seu son sua súa tamen tamén ten tenen teñen todo todos un
        unha unhas uns ven xa xente
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
    "fa": """
        آقا آقای آن از است اما امروز ان اند او اون اونا اونجا اگر ای ایران ایرانی این اینا اینجا با بابا باز باش
        باشد باشه باید بد بدون بر برای برو بعد بله بلکه به بود بودن بودند بوده بی بین تا تو توی جا حالا حتی خانم
        خدا خوب خود خودت خودش خودشان خودشون خیلی داد دارد دارم دارن دارند داره دارید داریم داشت داشته در درست
        دست دولت دیگر دیگه را راه رفت رو روز زندگی زیاد سال سلام شاید شد شدن شده شما شماها شود عالی فقط قبل لطفا
        ما مال مثل مرد مردم مرسی ملت مملکت ممنون من مگر مگه می میاد میخواد میخوام میدونم میره میشه میکند میکنم
        میکنن میکنند میکنه میگن میگه میگویند نباید نبود نداره نداریم نشده نمی نمیدونم نمیشه نه نکن نکنید نیست
        نیستند ها های هر هست هستند هستی هستیم هم همش همه همیشه همین هیچ هیچکس وقتی ولی وگرنه پس پیش چرا چطور
        چقدر چند چه چون چی چیز چیزی چیه کار کاش کجا کرد کردن کردند کرده کس کسی کشور کن کند کنم کنند کننده کنه
        کنید کنیم که کی کیه گفت گفته یا یعنی یه یک یکی
        """,
    "ar": """
        أحد أن أنا أنت أنتم أنه أو أکثر أی أین إذا إلی إن إنه احد احنا اذا الآن الان البلد التی الحکومة الدولة
        الذی الذین الرئیس الشعب العرب العربیة الله اللی المقال الناس الی الیوم امس ان انا انت انتم انتو انه او
        اکثر ای ایش این بدون بعد بعض بل بنا به بها بک بکم بین تافه تعلیق تلک تکون ثم جدا حتی حرام حمار حول خلال
        خنزیر دون ذلک شو شکرا شیء ضد عشان علشان علی علیه علیها علیک علیکم عن عند عندما عیب غدا غیر فقط فی فیه
        فیها فیک قال قالت قبل قد لا لازم لقد لم لماذا لن لنا له لها لو لک لکم لکن لکنه لیس لیست لیش ما ماذا متی
        مثل مش مع ممکن من منذ منه منها منک منکم مو مین نحن هؤلاء هذا هذه هم هن هنا هناک هو هی والله وین کان کانت
        کانوا کثیر کثیرا کل کلب کما کیف یا یجب یعنی یقول یکون
        """,
    "ur": """
        آج آپ ابھی اس اسے ان انہوں انہیں اور اچھا اگر ایسا ایسے ایک بات باہر بعد بھائی بھی بہت تم تو تک تھا تھی
        تھیں تھے جب جس جن جنہوں جو جی حالانکہ خود دو دیا دے رہا رہی رہے سب سے شکریہ صرف طرح لوگ لوگوں لیکن لیے
        مجھے مگر میرا میری میرے میں نہ نہیں نے وہ پاکستان پر پھر چاہیے کا کب کر کرتا کرتے کرنا کرنے کرو کسی کو
        کوئی کون کہ کہاں کی کیا کیونکہ کیوں کے گئی گئے گا گی گیا گے ہر ہم ہمارا ہمارے ہمیں ہو ہوئے ہوا ہوتا ہوتے
        ہوں ہی ہیں ہے یا یہ یہی
        """,
    "ckb": """
        ئێمە ئێوە ئەم ئەو ئەوان ئەوە بوو بۆ بێ بە تۆ دا دەبێ دەکات دەکەن دەڵێ زۆر سەر لە لەگەڵ من نا نییە نەک
        هیچ هەر هەموو هەیە وا وەک چۆن چی کرد کورد کوردستان کە یان یەک
        """,
    "ps": """
        افغانستان او تاسو ته خلک خو دا ده دی زه سره شو شی له موږ نه هغه هم وی پر په چې ډېر که کړی کې یو یې
        """,
    "ru": """
        без более бы был была были было быть вам вас ведь весь во вообще вот все всегда всего всех всё вы где да
        даже для до дурак его ее если есть еще ещё её же за здесь идиот из или им их как какая какие какой когда
        конечно кто куда лет ли лучше людей люди мне много может можно мой мы на надо нам нас наш не него нельзя
        нет ни никто ничего но ну об один он она они оно опять от очень по под пока после потом потому почему
        правда при про просто пусть раз россии россия русский сам свой себе себя сейчас со спасибо так такие
        такой там тебе тебя тем теперь то того тоже только том ты уже хорошо чего человек чем что чтоб чтобы эти
        это этого этой этом этот эту
        """,
    "uk": """
        або аж але багато без бо був була були було бути вам вас вже ви вона вони все всі всіх від він де для до
        дуже дякую за зараз зі його коли краще куди лише людей люди мене мені ми може можна мої мій на над нам
        нас наш не нема немає ну ні ніхто нічого об один по при про просто та так також там те тебе теж ти то
        того тоді тому треба ту тут тільки україна україни українці хто це цей цим цього цю ці чи чому ще що щоб
        як яка яке який якщо які із ій їй їм їх
        """,
    "bg": """
        аз ако ала ами без беше би бил бъде българия вас вече ви вие все всеки всички го да дали до докато един
        една едно ето за защо защото из или им има искам как какво какъв като кога които кой който която къде ли
        ме ми много мога може му на над нас не него нещо ни ние никой нищо но от още по повече под през при
        просто пък са само се сега си след сме сте съм със също така там те тези ти това тогава този той толкова
        тоя трябва ту тук тя хора хората че ще
        """,
    "sr": """
        ако али била били било био бити већ га где да до док за зато зашто из или им има имају их кад када како
        као ко код која које који кроз ли ме мени може мора му на над нам нас нисам ниси нису ништа није но овај
        ово од он она они опет па по под после при са сам само све сви свој се себе си смо срби србија сте су та
        тако тај те ти то тога ту увек уз хвала хоће шта што ја је један једна јер јесте још људи
        """,
    "be": """
        або але без беларусь бо была было быць быў ва вас вы гэта гэтая гэты да дзе дзякуй для ды за каб калі
        людзі мне мы на нас наш не ні нічога па пра пры так там толькі трэба ты усе хто чаму што яго як які яна
        яны яшчэ ён ёсць іх ўжо ўсё
        """,
    "kk": """
        ал арқылы бар бір бірақ бұл бұны да де деген дейді деп еді екен емес енді ең жатыр жақсы жоқ және керек
        кім мен менің не неге ол олар оны осы сен солай соң сіз тек туралы халық шейін ғана қазақ қазір қалай
        қандай үшін өз өте
        """,
    "ro": """
        acasa acasă aceasta această acest acesta aceste acestea acestia aceștia acolo acum adica adică ai aia
        aici ala alegeri alt alta altceva alte altii altora altul am an ani anii antrenor ar are articol as asa
        asculta asemenea asta astea atat atunci atât au aude avea avem aveti aveți azi aș așa ba baiat bani
        barbat bine bineinteles bineînțeles bou boule bravo bun bă băiat bărbat ca cam cand cap capul care casa
        castiga casă cat cateva cati cativa ce cea cei cel cele ceva chiar cine cineva citi citit copii copil
        corupti corupți cred crede credeti credeți cu cui cum curva când cât câteva câștiga câți câțiva că da
        daca dacă dai dar dat dau de decat deci decât deja dimineata din dintre doamne doar domnu domnul domnule
        dracu dracului dumnezeu dupa după dușman ea echipa ei el ele era este esti eu evrei explice ești fac
        face faci fara fata felicitari felicitări femei femeie fi fie fiecare fost fotbal fraierilor frate fără
        gata gol golul gura guvern guvernul hai hoti hotii hoți hoții ia iar iau idiot ieri ii il imi impozite
        in inca insa inteleg intelege isi iti iubesc iubeste javra javre jegosi jigodie joaca joacă jos jucat
        jucator la lasa lasă le lege legea li lor lua luat lucra lui lume luna luni m-a ma maghiari mai maine
        mama mancati mata mea meci meciul mei mele mereu merg merge mers meu mi mincinosi mincinoși ministru
        minte mizerie mizerii moare mor muie mult multe multi multumesc mulți mulțumesc munca muncesc muncit
        muncă murit mâine mâncați mă n-a n-am naibii ne nenorociti nesimtiti nici niciodata niciodată nimeni
        nimic niste niște noapte noastra noi normal nostru nu numai oameni oamenii or ora oras orasul oraș
        oricum pace pai pana partid pe pensie pentru pierde pierdut plateste plati pleaca pleacă pleca plătește
        poate politie poliția poporul pot practic prea presedinte presedintele pret preturi președinte preț
        prieten prin proasta probabil prost prosti prostii prostule proști pula pun pune până păi rahat ramane
        romani romania romanii români românia românii rusine rușine rămâne s-a sa salariu saptamana sat sau
        scoala scrie scris se seara serviciu si sigur sint spun spune spus stat stie stire stiu strada sub sunt
        sunteti sunteți să ta taci tai tara tare tata taxe te ti tigani timp toata toate toată tot toti totusi
        totuși toți traiesc traieste treaba trăiesc trăiește tu târfă un una unde undeva unei unguri unii unor
        unora unui urasc urăsc v-a va vad vai vecini vecinii vede vedea veni venit vezi viata viața viață vine
        voi vor vorba vorbesti vorbești votat voturi vrea vreau vrei vrem vreo vă văd zgomot zi ziar zic zice
        zile zis îi îl îmi în încă însă înțeleg înțelege își îți ăla ăsta școala și știe știre știu țara țară ți
        țigani
        """,
    "de": """
        abends aber ach alle alles als also alte alten am an ander andere anderen anderer angst ansicht arbeit
        arbeiten arbeitet artikel auch auf aus ausländer ausserdem bald bei beide beiden beim bereits besser
        beste besten bestimmt bezahlen bin bis bist bleiben bleibt bloed blöd brauche brauchen braucht bruder
        bräuchte buerger bürger da dabei dafür dagegen daher damals damit dank danke dann daran darauf darf
        darüber das dass davon dazu dein deine dem den denke denken denkt denn depp deppen der des deshalb
        deswegen deutsch deutsche deutschen deutscher deutschland dich die dies diese diesem diesen dieser
        dieses ding dinge dir doch dorf dort drei du dumm dumme durch dürfen dürfte eben ein eine einem einen
        einer eines einfach einige einigen einiger endlich er erste es etwa etwas euch euer fahren falsch fast
        fehler finde finden findet flüchtlinge frage fragen fragt frau frauen fresse freund freunde frieden fuer
        fährt fünf für ganz gar gefunden gegangen gegen gehen gehoert geht gehören gehört gekommen geld gelesen
        genau genug gericht gesagt geschieht gesehen gesetz gestern gewalt gewinnen gibt ging glaube glauben
        glaubt gleich gleichen gott gross grosse grossen grund grüne gut habe haben halt hass hasse hassen hat
        hatte haus helfen herr heute hilft hoffentlich hundert hätte hätten hölle hör hören hört ich idiot ihm
        ihn ihnen ihr ihre ihren ihrer im immer in ins irgendwann irgendwas irgendwie ist ja jahr jahre jahren
        jede jeden jeder jemand jemanden jetzt juden jung junge kam kann kanzler kaufen kauft kein keine keinen
        keiner kenne kennen kennt kind kinder klappe klar klein kleine koennen kommen kommentar kommt konnte
        krieg können könnte könnten land lass laufen leben lebt leider lernen lernt lesen letzte leute liebe
        lieben liegt liest läuft lügen machen macht mag mal man manche mancher manchmal mann mehr mehrere mein
        meine meinen meinung mensch menschen mich migranten minister mir mist mit miteinander moegen monat
        morgen morgens moslems muslime muss mutter männer möchte mögen müssen müsst müsste müssten na nach
        nachricht nacht natürlich ne nehmen nein neue neuen nicht nichts nie niemand nimmt nirgends noch normal
        nun nur nächste ob oder oft ohne partei parteien passiert politik politiker polizei problem probleme
        quatsch raus recht reden redet regierung richtig sache sagen sagt sagte satz schande scheiss scheisse
        schlecht schlechter schlimm schon schreiben schreibt schule schwarze schwester schwule schön schöner
        sehen sehr sein seine seinem seinen seiner seit selbst selbstverständlich sich sicher sie sieht sind
        sitzt so solche soll sollen sollt sollte sollten solltet sondern sonst spielen spielt sprechen spricht
        stadt stehen steht sterben steuern stirbt strasse stunde tag tage tausend tod trotzdem tun typisch töten
        ueber um und unfassbar ungefähr uns unser unsere unter vater verdienen verdient verkaufen verlieren
        verloren verstehe viel viele vielleicht vier volk vollidioten vom von vor wahl wahlen wahr wahrheit
        wahrscheinlich wann war waren warum was weg wegen weil weiss weisse weiter welche welt wenn wer werden
        wie wieder wieso will wir wird wirklich wissen wo woche wohl wohnen wohnt wollen wort worte wurde wusste
        wähler wäre wären würde würden zahlen zahlt zehn zeit zeitung ziemlich zu zum zur zwei zweite über
        überall
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
