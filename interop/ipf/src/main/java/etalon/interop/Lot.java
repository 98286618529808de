package etalon.interop;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.activation.DataHandler;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AssigningAuthority;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Author;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Code;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Document;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.DocumentEntry;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Identifiable;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.LocalizedString;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Organization;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.PatientInfo;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Person;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.SubmissionSet;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Timestamp;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.XpnName;

/** The metadata and the document of a submission. Everybody in it is invented. */
final class Lot {

    /** An OID below 2.25: the UUID 4c1b6a52-3d0e-4f0b-9a57-0e6c5c0f1d11. */
    static final String SOURCE = "2.25.101163676145857243774964640238248336657";
    private static final AssigningAuthority LOCAL = new AssigningAuthority(SOURCE);

    private Lot() {}

    static Identifiable patientId(JsonNode patient) {
        return new Identifiable(patient.path("ins").asText(), new AssigningAuthority(patient.path("oid").asText()));
    }

    static SubmissionSet set(JsonNode patient, String title) {
        var set = new SubmissionSet();
        set.setSourceId(SOURCE);
        set.setPatientId(patientId(patient));
        set.setTitle(text(title));
        set.setAuthor(author());
        set.setContentTypeCode(new Code("07", text("Consultation"), "1.2.250.1.213.2.2"));
        set.setSubmissionTime(Timestamp.now());
        set.assignUniqueId();
        set.assignEntryUuid();
        return set;
    }

    /** The entry of a document that the action asks to send. */
    static DocumentEntry entry(JsonNode patient, JsonNode document) {
        var title = document.path("title").asText();
        var e = new DocumentEntry();
        e.assignUniqueId();
        e.assignEntryUuid();
        e.setPatientId(patientId(patient));
        e.setSourcePatientId(new Identifiable("ETALON-" + patient.path("id").asText(), LOCAL));
        e.setSourcePatientInfo(demographics(patient));
        e.setTitle(text(title));
        e.getAuthors().add(author());
        e.setCreationTime(Timestamp.now());
        e.setServiceStartTime(Timestamp.now());
        e.setServiceStopTime(Timestamp.now());
        e.setLanguageCode("fr-FR");
        e.setMimeType("text/plain");
        e.setTypeCode(new Code(document.path("typeCode").asText(), text(title), "2.16.840.1.113883.6.1"));
        e.setClassCode(new Code("10", text("Compte rendu"), "1.2.250.1.213.1.1.4.1"));
        e.setFormatCode(new Code("urn:ihe:iti:xds:2017:mimeTypeSufficient", text("mimeType Sufficient"), "1.3.6.1.4.1.19376.1.2.3"));
        e.getConfidentialityCodes().add(new Code("N", text("Normal"), "2.16.840.1.113883.5.25"));
        e.setHealthcareFacilityTypeCode(new Code("SA07", text("Cabinet individuel"), "1.2.250.1.71.4.2.4"));
        e.setPracticeSettingCode(new Code("AMBULATOIRE", text("Ambulatoire"), "1.2.250.1.213.1.1.4.9"));
        return e;
    }

    /** A document of plain text, with its hash and its size in the entry. */
    static Document document(DocumentEntry entry) throws Exception {
        var bytes = content(entry);
        entry.setHash(hash(bytes));
        entry.setSize((long) bytes.length);
        return new Document(entry, new DataHandler(new ByteArrayDataSource(bytes, entry.getMimeType())));
    }

    /** SHA-1 in hexadecimal, as XDS defines the hash of a document. */
    static String hash(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    }

    private static byte[] content(DocumentEntry entry) {
        return (entry.getTitle().getValue() + "\nDocument fictif, sans valeur. " + entry.getUniqueId() + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Author author() {
        var author = new Author();
        author.setAuthorPerson(new Person(new Identifiable("ETALON-001", LOCAL), new XpnName("ETALON-AUTEUR", "Dominique", null, null, null, null)));
        author.getAuthorInstitution().add(new Organization("CABINET ETALON FICTIF", "ETALON-CABINET", LOCAL));
        author.getAuthorRole().add(new Identifiable("Médecin traitant"));
        author.getAuthorSpecialty().add(new Identifiable("Médecine générale"));
        return author;
    }

    private static PatientInfo demographics(JsonNode patient) {
        var info = new PatientInfo();
        info.getIds().add(patientId(patient));
        info.getNames().add(new XpnName(patient.path("family").asText(), patient.path("given").asText(), null, null, null, null));
        info.setDateOfBirth(patient.path("birth").asText());
        info.setGender(patient.path("gender").asText());
        return info;
    }

    static LocalizedString text(String value) {
        return new LocalizedString(value, "fr-FR", "UTF-8");
    }
}
