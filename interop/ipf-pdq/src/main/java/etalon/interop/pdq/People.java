package etalon.interop.pdq;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;

/**
 * The patients of a supplier, and the answer to a search: IPF has the transport,
 * the validators and the continuation; who matches is left to whom uses it.
 */
final class People {

    /** One patient; other is an identifier elsewhere, or none. */
    private record Person(String ins, String oid, String family, String given, String birth, String gender, String city, String postalCode, String otherRoot, String other, String telecom, String maiden) {}

    /** What a search is refused with. */
    private static final class Wrong extends Exception {
        final String response;
        final String code;
        final String location;

        Wrong(String response, String code, String location, String text) {
            super(text);
            this.response = response;
            this.code = code;
            this.location = location;
        }
    }

    private final List<Person> all = new ArrayList<>();

    People(Path file) throws Exception {
        for (var line : Files.readAllLines(file)) {
            var f = line.split("\t", -1);
            all.add(new Person(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9], f[10], f[11]));
        }
    }

    String answer(String request) throws Exception {
        var root = Messages.parse(request).getDocumentElement();
        var by = (Element) root.getElementsByTagNameNS(Messages.V3, "queryByParameter").item(0);
        var target = ((Element) root.getElementsByTagNameNS(Messages.V3, "id").item(0));
        var start = request.indexOf("<" + by.getTagName());
        var end = request.indexOf("</" + by.getTagName() + ">") + by.getTagName().length() + 3;
        var echo = request.substring(start, end);
        var to = Messages.first((Element) root.getElementsByTagNameNS(Messages.V3, "sender").item(0), "id", "root");
        List<Person> found = List.of();
        var ack = "AA";
        var response = "OK";
        var detail = "";
        try {
            found = find(by);
            response = found.isEmpty() ? "NF" : "OK";
        } catch (Wrong e) {
            ack = "AE";
            response = e.response;
            detail = "<acknowledgementDetail typeCode=\"E\"><code code=\"" + e.code + "\"/><text>" + Messages.escape(e.getMessage()) + "</text><location>" + e.location + "</location></acknowledgementDetail>";
        }
        var subjects = new StringBuilder();
        for (var p : found) {
            subjects.append(subject(p, domains(by)));
        }
        var id = (Element) by.getElementsByTagNameNS(Messages.V3, "queryId").item(0);
        var queryId = id == null ? "" : "<queryId root=\"" + id.getAttribute("root") + "\" extension=\"" + Messages.escape(id.getAttribute("extension")) + "\"/>";
        return "<PRPA_IN201306UV02 xmlns=\"" + Messages.V3 + "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ITSVersion=\"XML_1.0\">" + Messages.wrapper("PRPA_IN201306UV02", "NE", to, Messages.OTHER)
                + "<acknowledgement><typeCode code=\"" + ack + "\"/><targetMessage><id root=\"" + target.getAttribute("root") + "\" extension=\"" + target.getAttribute("extension") + "\"/></targetMessage>" + detail + "</acknowledgement>"
                + "<controlActProcess classCode=\"CACT\" moodCode=\"EVN\"><code code=\"PRPA_TE201306UV02\" codeSystem=\"2.16.840.1.113883.1.6\"/>" + subjects + "<queryAck>" + queryId + "<statusCode code=\""
                + (ack.equals("AA") ? "deliveredResponse" : "aborted") + "\"/><queryResponseCode code=\"" + response + "\"/><resultTotalQuantity value=\"" + found.size() + "\"/><resultCurrentQuantity value=\"" + found.size()
                + "\"/><resultRemainingQuantity value=\"0\"/></queryAck>" + echo + "</controlActProcess></PRPA_IN201306UV02>";
    }

    private static List<Element> values(Element by, String parameter) {
        var all = new ArrayList<Element>();
        var found = by.getElementsByTagNameNS(Messages.V3, parameter);
        for (var i = 0; i < found.getLength(); i++) {
            var values = ((Element) found.item(i)).getElementsByTagNameNS(Messages.V3, "value");
            for (var j = 0; j < values.getLength(); j++) {
                all.add((Element) values.item(j));
            }
        }
        return all;
    }

    private static List<String> domains(Element by) {
        return values(by, "otherIDsScopingOrganization").stream().map(v -> v.getAttribute("root")).toList();
    }

    private List<Person> find(Element by) throws Wrong {
        var list = "/PRPA_IN201305UV02/controlActProcess/queryByParameter/parameterList/";
        for (var domain : domains(by)) {
            if (all.stream().noneMatch(p -> p.oid.equals(domain) || p.otherRoot.equals(domain))) {
                throw new Wrong("AE", "204", list + "otherIDsScopingOrganization/value", "Unknown Key Identifier");
            }
        }
        var found = new ArrayList<>(all);
        var asked = 0;
        for (var v : values(by, "livingSubjectAdministrativeGender")) {
            asked++;
            if (!List.of("M", "F", "UN").contains(v.getAttribute("code"))) {
                throw new Wrong("QE", "103", list + "livingSubjectAdministrativeGender", "unknown gender");
            }
            found.removeIf(p -> !p.gender.equals(v.getAttribute("code")));
        }
        for (var v : values(by, "livingSubjectId")) {
            asked++;
            if (v.getAttribute("root").isEmpty()) {
                throw new Wrong("QE", "102", list + "livingSubjectId", "no domain");
            }
            found.removeIf(p -> !(p.oid.equals(v.getAttribute("root")) && p.ins.equals(v.getAttribute("extension"))));
        }
        for (var v : values(by, "livingSubjectBirthTime")) {
            asked++;
            var low = bound(v, "low");
            var high = bound(v, "high");
            found.removeIf(p -> p.birth.substring(0, Math.min(8, low.length())).compareTo(low) < 0 || !high.isEmpty() && p.birth.substring(0, Math.min(8, high.length())).compareTo(high) > 0);
        }
        var names = values(by, "livingSubjectName");
        if (!names.isEmpty()) {
            asked++;
            found.removeIf(p -> names.stream().noneMatch(n -> named(p, n)));
        }
        for (var v : values(by, "patientAddress")) {
            asked++;
            found.removeIf(p -> !p.postalCode.equals(text(v, "postalCode")) || !p.city.equalsIgnoreCase(text(v, "city")));
        }
        for (var v : values(by, "patientTelecom")) {
            asked++;
            found.removeIf(p -> !p.telecom.equals(v.getAttribute("value")));
        }
        for (var v : values(by, "mothersMaidenName")) {
            asked++;
            found.removeIf(p -> !p.maiden.equalsIgnoreCase(text(v, "family")));
        }
        if (asked == 0) {
            throw new Wrong("QE", "101", list, "no parameter");
        }
        if (!Messages.first(by, "responsePriorityCode", "code").equals("I")) {
            throw new Wrong("QE", "103", "/PRPA_IN201305UV02/controlActProcess/queryByParameter/responsePriorityCode", "immediate only");
        }
        if (by.getElementsByTagNameNS(Messages.V3, "queryId").getLength() == 0) {
            throw new Wrong("QE", "101", "/PRPA_IN201305UV02/controlActProcess/queryByParameter/queryId", "no queryId");
        }
        return found;
    }

    private static String bound(Element v, String end) throws Wrong {
        var value = v.getAttribute("value");
        if (value.isEmpty()) {
            value = Messages.first(v, end, "value");
        }
        try {
            if (value.length() >= 8) {
                java.time.LocalDate.parse(value.substring(0, 8), java.time.format.DateTimeFormatter.BASIC_ISO_DATE);
            }
        } catch (java.time.format.DateTimeParseException e) {
            throw new Wrong("QE", "102", "/PRPA_IN201305UV02/controlActProcess/queryByParameter/parameterList/livingSubjectBirthTime", "no date");
        }
        return value.substring(0, Math.min(8, value.length()));
    }

    private static String text(Element in, String name) {
        var found = in.getElementsByTagNameNS(Messages.V3, name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().trim();
    }

    private static boolean named(Person p, Element name) {
        var family = text(name, "family").toUpperCase();
        var given = text(name, "given");
        var search = name.getAttribute("use").contains("SRCH");
        return (search ? p.family.toUpperCase().startsWith(family) : p.family.equalsIgnoreCase(family)) && (given.isEmpty() || p.given.equalsIgnoreCase(given));
    }

    private static String subject(Person p, List<String> domains) {
        var others = new StringBuilder();
        for (var domain : domains) {
            if (!domain.equals(p.oid)) {
                others.append("<asOtherIDs classCode=\"PAT\">").append(domain.equals(p.otherRoot) ? "<id root=\"" + domain + "\" extension=\"" + p.other + "\"/>" : "<id nullFlavor=\"NA\"/>")
                        .append("<scopingOrganization classCode=\"ORG\" determinerCode=\"INSTANCE\"><id root=\"").append(domain).append("\"/></scopingOrganization></asOtherIDs>");
            }
        }
        return "<subject typeCode=\"SUBJ\" contextConductionInd=\"false\"><registrationEvent classCode=\"REG\" moodCode=\"EVN\"><statusCode code=\"active\"/><subject1 typeCode=\"SBJ\"><patient classCode=\"PAT\"><id root=\"" + p.oid
                + "\" extension=\"" + p.ins + "\"/><statusCode code=\"active\"/><patientPerson classCode=\"PSN\" determinerCode=\"INSTANCE\"><name><family>" + Messages.escape(p.family) + "</family><given>" + Messages.escape(p.given)
                + "</given></name><administrativeGenderCode code=\"" + p.gender + "\"/><birthTime value=\"" + p.birth + "\"/><addr><postalCode>" + p.postalCode + "</postalCode><city>" + p.city + "</city></addr>" + others
                + "</patientPerson><providerOrganization classCode=\"ORG\" determinerCode=\"INSTANCE\"><id root=\"" + p.oid + "\"/><name>IPF</name><contactParty classCode=\"CON\"/></providerOrganization>"
                + "<subjectOf1><queryMatchObservation classCode=\"OBS\" moodCode=\"EVN\"><code code=\"IHE_PDQ\"/><value xsi:type=\"INT\" value=\"100\"/></queryMatchObservation></subjectOf1></patient></subject1>"
                + "<custodian typeCode=\"CST\"><assignedEntity classCode=\"ASSIGNED\"><id root=\"" + p.oid + "\"/></assignedEntity></custodian></registrationEvent></subject>";
    }
}
