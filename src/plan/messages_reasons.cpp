// Why the first battery and the grid do what they do in a slot.
#include "message_table.hpp"

namespace ohmstead::plan {
namespace {

constexpr MessageRow k_rows[] = {
    {Message::charge_cheap,
     {"Charges at {power}: a kWh from the grid costs {buys} now; stored it is worth {worth}, "
      "{use}.",
      "Lädt mit {power}: Eine kWh aus dem Netz kostet jetzt {buys}, gespeichert ist sie {worth} "
      "wert; {use}.",
      "Laddar med {power}: en kWh från nätet kostar {buys} nu, lagrad är den värd {worth}; "
      "{use}."}},
    {Message::charge_negative,
     {"Charges at {power}: the grid pays {pays} for each kWh taken.",
      "Lädt mit {power}: Für jede kWh aus dem Netz gibt es {pays}.",
      "Laddar med {power}: nätet betalar {pays} för varje kWh."}},
    {Message::store_surplus,
     {"Stores {power} of solar surplus: sold a kWh brings {sells}, stored it is worth {worth}, "
      "{use}.",
      "Speichert {power} Solarüberschuss: Verkauft bringt eine kWh {sells}, gespeichert ist sie "
      "{worth} wert; {use}.",
      "Lagrar {power} solöverskott: såld ger en kWh {sells}, lagrad är den värd {worth}; {use}."}},
    {Message::export_surplus,
     {"Sells {power} of solar surplus at {sells} a kWh: stored, less what is lost on the way, it "
      "would be worth {kept}.",
      "Verkauft {power} Solarüberschuss für {sells} je kWh: Gespeichert wäre eine kWh nach "
      "Ladeverlusten {kept} wert.",
      "Säljer {power} solöverskott för {sells} per kWh: lagrad vore en kWh efter "
      "laddningsförluster värd {kept}."}},
    {Message::export_plainly,
     {"Sells {power} of solar surplus at {sells} a kWh.",
      "Verkauft {power} Solarüberschuss für {sells} je kWh.",
      "Säljer {power} solöverskott för {sells} per kWh."}},
    {Message::export_past_battery,
     {"Sells {power} of solar surplus at {sells} a kWh: the battery cannot charge now.",
      "Verkauft {power} Solarüberschuss für {sells} je kWh: Die Batterie kann jetzt nicht laden.",
      "Säljer {power} solöverskott för {sells} per kWh: batteriet kan inte laddas nu."}},
    {Message::cover_load,
     {"Covers {power} of the home's need from the battery: a kWh from the grid costs {buys}, kept "
      "for later it is worth {kept}.",
      "Deckt {power} des Bedarfs aus der Batterie: Eine kWh aus dem Netz kostet {buys}, für später "
      "aufgehoben ist sie {kept} wert.",
      "Täcker {power} av hemmets behov från batteriet: en kWh från nätet kostar {buys}, sparad "
      "till senare är den värd {kept}."}},
    {Message::keep_for_later,
     {"Buys at {buys} a kWh and keeps what is stored: with loss and wear a kWh from the battery "
      "would cost {cost}, {use}.",
      "Kauft für {buys} je kWh und behält, was gespeichert ist: Mit Verlust und Verschleiß würde "
      "eine kWh aus der Batterie {cost} kosten; {use}.",
      "Köper för {buys} per kWh och behåller det som är lagrat: med förlust och slitage skulle en "
      "kWh från batteriet kosta {cost}; {use}."}},
    {Message::keep_as_dearer,
     {"Buys at {buys} a kWh and keeps what is stored: with loss and wear a kWh from the battery "
      "would cost {cost}.",
      "Kauft für {buys} je kWh und behält, was gespeichert ist: Mit Verlust und Verschleiß würde "
      "eine kWh aus der Batterie {cost} kosten.",
      "Köper för {buys} per kWh och behåller det som är lagrat: med förlust och slitage skulle en "
      "kWh från batteriet kosta {cost}."}},
    {Message::keep_plainly,
     {"Buys at {buys} a kWh and keeps what is stored.",
      "Kauft für {buys} je kWh und behält, was gespeichert ist.",
      "Köper för {buys} per kWh och behåller det som är lagrat."}},
    {Message::gives_nothing,
     {"Buys at {buys} a kWh: the battery cannot discharge now.",
      "Kauft für {buys} je kWh: Die Batterie kann jetzt nicht entladen.",
      "Köper för {buys} per kWh: batteriet kan inte laddas ur nu."}},
    {Message::export_stored,
     {"Sells {power} from the battery at {sells} a kWh: kept for later it is worth {kept}.",
      "Verkauft {power} aus der Batterie für {sells} je kWh: Für später aufgehoben ist eine kWh "
      "{kept} wert.",
      "Säljer {power} från batteriet för {sells} per kWh: sparad till senare är en kWh värd "
      "{kept}."}},
    {Message::curtail,
     {"Turns {power} of solar down: {why}.", "Regelt die Solaranlage um {power} ab: {why}.",
      "Drar ner solelen med {power}: {why}."}},
    {Message::recover_low,
     {"Charges at {power}: the battery is below its lowest allowed charge of {soc}.",
      "Lädt mit {power}: Die Batterie liegt unter ihrem niedrigsten erlaubten Ladestand von {soc}.",
      "Laddar med {power}: batteriet ligger under sin lägsta tillåtna laddning på {soc}."}},
    {Message::recover_high,
     {"Discharges at {power}: the battery is above its highest allowed charge of {soc}.",
      "Entlädt mit {power}: Die Batterie liegt über ihrem höchsten erlaubten Ladestand von {soc}.",
      "Laddar ur med {power}: batteriet ligger över sin högsta tillåtna laddning på {soc}."}},
    {Message::empty,
     {"Buys at {buys} a kWh: the battery has nothing left to give.",
      "Kauft für {buys} je kWh: Die Batterie hat nichts mehr zu geben.",
      "Köper för {buys} per kWh: batteriet har inget mer att ge."}},
    {Message::full,
     {"Sells {power} of solar surplus at {sells} a kWh: the battery is full.",
      "Verkauft {power} Solarüberschuss für {sells} je kWh: Die Batterie ist voll.",
      "Säljer {power} solöverskott för {sells} per kWh: batteriet är fullt."}},
    {Message::idle,
     {"Nothing to do: the home has no need of the battery now.",
      "Nichts zu tun: Das Haus braucht die Batterie jetzt nicht.",
      "Inget att göra: hemmet behöver inte batteriet nu."}},
    {Message::idle_without_battery,
     {"Nothing to decide: the home has no battery.",
      "Nichts zu entscheiden: Das Haus hat keine Batterie.",
      "Inget att bestämma: hemmet har inget batteri."}},
    {Message::manual,
     {"Set by hand; planned again {from}.", "Von Hand gesetzt; geplant wird wieder {from}.",
      "Ställt för hand; planeras igen {from}."}},
    {Message::used_later,
     {"used {from}, when a kWh costs {price}",
      "gebraucht wird sie {from}, wenn eine kWh {price} kostet",
      "den används {from}, när en kWh kostar {price}"}},
    {Message::sold_later,
     {"used {from}, when a kWh sells for {price}",
      "verkauft wird sie {from}, wenn eine kWh {price} bringt",
      "den säljs {from}, när en kWh ger {price}"}},
    {Message::used_after_plan,
     {"used after the end of this plan", "gebraucht wird sie nach dem Ende dieses Plans",
      "den används efter planens slut"}},
    {Message::stored_as_cheaply,
     {"no more, as it can be stored as cheaply until it is used {from}",
      "mehr nicht, weil sie sich bis zum Gebrauch {from} ebenso günstig speichern lässt",
      "inte mer, eftersom den kan lagras lika billigt tills den används {from}"}},
    {Message::nothing_to_sell,
     {"Set by hand; planned again {from}. Selling by hand ends at {soc}: nothing above that is "
      "stored.",
      "Von Hand gesetzt; geplant wird wieder {from}. Von Hand wird nur bis {soc} verkauft: Darüber "
      "ist nichts gespeichert.",
      "Ställt för hand; planeras igen {from}. För hand säljs bara ned till {soc}: inget över det "
      "är lagrat."}},
    {Message::export_costs,
     {"selling a kWh would cost {price}", "Eine kWh zu verkaufen würde {price} kosten",
      "att sälja en kWh skulle kosta {price}"}},
    {Message::export_limited,
     {"no more than {limit} may go to the grid", "Ins Netz dürfen höchstens {limit}",
      "högst {limit} får matas ut på nätet"}},
    {Message::export_forbidden,
     {"nothing may go to the grid", "Ins Netz darf nichts", "inget får matas ut på nätet"}},
    {Message::inverter_limited,
     {"no more than {limit} passes the inverter",
      "Durch den Wechselrichter passen höchstens {limit}",
      "högst {limit} går genom växelriktaren"}},
    {Message::no_use_for_pv,
     {"the home has no use for it now", "Das Haus hat jetzt keine Verwendung dafür",
      "hemmet har ingen användning för den nu"}},
    {Message::instead,
     {"{other} instead would cost {money} more.", "{other} würde {money} mehr kosten.",
      "{other} skulle kosta {money} mer."}},
    {Message::holding, {"Holding", "Die Batterie ruhen zu lassen", "Att låta batteriet vila"}},
    {Message::storing,
     {"Storing the surplus", "Den Überschuss zu speichern", "Att lagra överskottet"}},
    {Message::covering,
     {"Covering the load", "Den Bedarf aus der Batterie zu decken",
      "Att täcka behovet från batteriet"}},
    {Message::charging_fully,
     {"Charging at full power", "Mit voller Leistung zu laden", "Att ladda med full effekt"}},
    {Message::discharging_fully,
     {"Discharging at full power", "Mit voller Leistung zu entladen",
      "Att ladda ur med full effekt"}},
};

}  // namespace

std::span<const MessageRow> reason_messages() { return k_rows; }

}  // namespace ohmstead::plan
