// What evcc and charge points say of themselves and of what they were told.
#include "phrases.hpp"

namespace ohmstead::engine {
namespace {

constexpr home::Phrase k_systems[] = {
    {"evcc at {id} has not answered yet", "evcc auf {id} hat noch nicht geantwortet",
     "evcc på {id} har inte svarat än"},
    {"evcc at {id} is silent", "evcc auf {id} ist stumm", "evcc på {id} är tyst"},
    {"evcc at {id}: {why}", "evcc auf {id}: {why}", "evcc på {id}: {why}"},
    {"evcc at {id} wants its administrator's password: give `password` of connection {what}",
     "evcc auf {id} verlangt sein Administratorkennwort: bitte `password` der Verbindung {what} "
     "angeben",
     "evcc på {id} vill ha sitt administratörslösenord: ange `password` för förbindelsen {what}"},
    {"evcc at {id} refused the password: see `password` of connection {what}",
     "evcc auf {id} hat das Kennwort abgelehnt: bitte `password` der Verbindung {what} prüfen",
     "evcc på {id} avvisade lösenordet: se `password` för förbindelsen {what}"},
    {"evcc at {id} does not tell its state ({what}): is it evcc's address?",
     "evcc auf {id} nennt seinen Zustand nicht ({what}): ist das die Adresse von evcc?",
     "evcc på {id} berättar inte sitt tillstånd ({what}): är det evccs adress?"},
    {"evcc at {id} optimises by itself and takes no {what}: switch that off there, or leave the "
     "device to it",
     "evcc auf {id} optimiert selbst und nimmt {what} nicht an: bitte das dort abschalten oder ihm "
     "das Gerät überlassen",
     "evcc på {id} optimerar själv och tar inte emot {what}: stäng av det där eller lämna enheten "
     "åt den"},
    {"evcc at {id} refused {what}", "evcc auf {id} hat {what} abgelehnt",
     "evcc på {id} avvisade {what}"},
    {"evcc at {id} has a charging plan of its own for {what}: nothing is told to it until that is "
     "taken out",
     "evcc auf {id} hat einen eigenen Ladeplan für {what}: ihm wird nichts gesagt, bis dieser "
     "entfernt ist",
     "evcc på {id} har en egen laddplan för {what}: inget sägs till den förrän den är borttagen"},
    {"evcc at {id} has a price limit of its own for {what}: nothing is told to it until that is "
     "taken out",
     "evcc auf {id} hat eine eigene Preisgrenze für {what}: ihm wird nichts gesagt, bis diese "
     "entfernt ist",
     "evcc på {id} har en egen prisgräns för {what}: inget sägs till den förrän den är borttagen"},
    {"evcc at {id} has a feed-in limit of its own for {what}: nothing is told to it until that is "
     "taken out",
     "evcc auf {id} hat eine eigene Einspeisegrenze für {what}: ihm wird nichts gesagt, bis diese "
     "entfernt ist",
     "evcc på {id} har en egen inmatningsgräns för {what}: inget sägs till den förrän den är "
     "borttagen"},
    {"evcc at {id} has a price limit for charging the battery for {what}: nothing is told to it "
     "until that is taken out",
     "evcc auf {id} hat für {what} eine eigene Preisgrenze zum Laden der Batterie: ihm wird nichts "
     "gesagt, bis diese entfernt ist",
     "evcc på {id} har en egen prisgräns för att ladda batteriet för {what}: inget sägs till den "
     "förrän den är borttagen"},
    {"evcc at {id} tells nothing of a battery", "evcc auf {id} meldet keine Batterie",
     "evcc på {id} meddelar inget batteri"},
    {"evcc at {id} cannot control this battery", "evcc auf {id} kann diese Batterie nicht steuern",
     "evcc på {id} kan inte styra det här batteriet"},
    {"evcc at {id} cannot control this battery: {what} is only read",
     "evcc auf {id} kann diese Batterie nicht steuern: {what} wird nur gelesen",
     "evcc på {id} kan inte styra det här batteriet: {what} läses bara"},
    {"evcc at {id} has no loadpoint '{what}'", "evcc auf {id} hat keinen Ladepunkt '{what}'",
     "evcc på {id} har ingen laddpunkt '{what}'"},
    {"charge point {id} is not connected", "die Ladestation {id} ist nicht verbunden",
     "laddstationen {id} är inte ansluten"},
    {"charge point {id} is not connected: its central system is {what}",
     "die Ladestation {id} ist nicht verbunden: ihr Zentralsystem ist {what}",
     "laddstationen {id} är inte ansluten: dess centralsystem är {what}"},
    {"charge points: {what}", "Ladestationen: {what}", "laddstationer: {what}"},
    {"it does not listen yet", "es wird noch nicht gelauscht", "det lyssnas inte än"},
};

}  // namespace

std::span<const home::Phrase> system_phrases() { return k_systems; }

}  // namespace ohmstead::engine
