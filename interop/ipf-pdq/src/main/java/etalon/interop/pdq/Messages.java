package etalon.interop.pdq;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The messages of ITI-47 as text, and what is read of them. */
final class Messages {

    static final String V3 = "urn:hl7-org:v3";
    static final String OWN = "2.25.101010101010101010101010101010101010101";
    static final String OTHER = "2.25.202020202020202020202020202020202020202";

    private Messages() {}

    static String now() {
        return LocalDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyyMMddHHmmss"));
    }

    static String escape(String s) {
        return s.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    /** The wrapper up to the sender. */
    static String wrapper(String message, String ack, String to, String from) {
        return "<id root=\"" + from + "\" extension=\"" + UUID.randomUUID() + "\"/><creationTime value=\"" + now() + "\"/>"
                + "<interactionId root=\"2.16.840.1.113883.1.6\" extension=\"" + message + "\"/><processingCode code=\"T\"/><processingModeCode code=\"T\"/><acceptAckCode code=\"" + ack + "\"/>"
                + device("receiver", "RCV", to) + device("sender", "SND", from);
    }

    private static String device(String role, String type, String oid) {
        return "<" + role + " typeCode=\"" + type + "\"><device classCode=\"DEV\" determinerCode=\"INSTANCE\"><id root=\"" + oid + "\"/></device></" + role + ">";
    }

    /** The search that an action asks for. */
    static String search(JsonNode action) {
        var p = action.path("patient");
        var params = action.path("params");
        var by = " " + params.path("by").asText("name birth") + " ";
        var list = new StringBuilder();
        if (by.contains(" gender ")) {
            list.append(parameter("livingSubjectAdministrativeGender", "<value code=\"" + p.path("gender").asText() + "\" codeSystem=\"2.16.840.1.113883.5.1\"/>", "LivingSubject.administrativeGender"));
        }
        if (by.contains(" birth ")) {
            list.append(parameter("livingSubjectBirthTime", "<value value=\"" + p.path("birth").asText() + "\"/>", "LivingSubject.birthTime"));
        }
        if (by.contains(" id ")) {
            list.append(parameter("livingSubjectId", "<value root=\"" + p.path("oid").asText() + "\" extension=\"" + p.path("ins").asText() + "\"/>", "LivingSubject.id"));
        }
        var family = escape(p.path("family").asText());
        if (by.contains(" name ")) {
            list.append(parameter("livingSubjectName", "<value><family>" + family + "</family><given>" + escape(p.path("given").asText()) + "</given></value>", "LivingSubject.name"));
        } else if (by.contains(" family ")) {
            list.append(parameter("livingSubjectName", "<value><family>" + family + "</family></value>", "LivingSubject.name"));
        } else if (by.contains(" beginning ")) {
            list.append(parameter("livingSubjectName", "<value use=\"SRCH\"><family>" + family.substring(0, Math.min(10, family.length())) + "</family></value>", "LivingSubject.name"));
        }
        for (var domain : params.path("domains").asText().trim().split("\\s+")) {
            if (!domain.isEmpty()) {
                list.append(parameter("otherIDsScopingOrganization", "<value root=\"" + domain + "\"/>", "OtherIDs.scopingOrganization.id"));
            }
        }
        if (by.contains(" address ")) {
            list.append(parameter("patientAddress", "<value><postalCode>" + p.path("postalCode").asText() + "</postalCode><city>" + escape(p.path("city").asText()) + "</city></value>", "Patient.addr"));
        }
        var control = "";
        if (params.has("quantity")) {
            control += "<initialQuantity value=\"" + params.path("quantity").asText() + "\"/><initialQuantityCode code=\"RD\"/>";
        }
        if (params.has("degree")) {
            control += "<matchCriterionList><minimumDegreeMatch><value xsi:type=\"INT\" value=\"" + params.path("degree").asText() + "\"/><semanticsText>MinimumDegreeMatch</semanticsText></minimumDegreeMatch></matchCriterionList>";
        }
        return "<PRPA_IN201305UV02 xmlns=\"" + V3 + "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ITSVersion=\"XML_1.0\">" + wrapper("PRPA_IN201305UV02", "AL", OTHER, OWN)
                + "<controlActProcess classCode=\"CACT\" moodCode=\"EVN\"><code code=\"PRPA_TE201305UV02\" codeSystem=\"2.16.840.1.113883.1.6\"/><queryByParameter><queryId root=\"" + OWN + "\" extension=\"" + UUID.randomUUID()
                + "\"/><statusCode code=\"new\"/><responseModalityCode code=\"R\"/><responsePriorityCode code=\"I\"/>" + control + "<parameterList>" + list + "</parameterList></queryByParameter></controlActProcess></PRPA_IN201305UV02>";
    }

    private static String parameter(String name, String value, String semantics) {
        return "<" + name + ">" + value + "<semanticsText>" + semantics + "</semanticsText></" + name + ">";
    }

    static Document parse(String text) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    /** An attribute of the first element of a name; "" when there is none. */
    static String first(Element in, String name, String attribute) {
        var found = in.getElementsByTagNameNS(V3, name);
        return found.getLength() == 0 ? "" : ((Element) found.item(0)).getAttribute(attribute);
    }
}
