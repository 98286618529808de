package etalon.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AssociationType;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AvailabilityStatus;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Code;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.TimeRange;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.*;

/** The stored queries that a query action can name, with the parameters of the driver contract. */
final class Stored {

    private final JsonNode params;

    private Stored(JsonNode params) {
        this.params = params;
    }

    /** Null for a query that this product does not know. */
    static StoredQuery query(String name, JsonNode patient, JsonNode params) {
        var p = new Stored(params);
        var who = Lot.patientId(patient);
        return switch (name) {
            case "FindDocuments" -> p.find(new FindDocumentsQuery(), patient);
            case "FindSubmissionSets" -> {
                var q = new FindSubmissionSetsQuery();
                q.setPatientId(who);
                q.setStatus(p.statuses());
                q.setAuthorPerson(p.text("author"));
                p.between(q.getSubmissionTime());
                yield q;
            }
            case "FindFolders" -> {
                var q = new FindFoldersQuery();
                q.setPatientId(who);
                q.setStatus(p.statuses());
                q.setCodes(p.group("code"));
                p.between(q.getLastUpdateTime());
                yield q;
            }
            case "GetAll" -> {
                var q = new GetAllQuery();
                q.setPatientId(who);
                q.setStatusDocuments(p.statuses());
                q.setStatusSubmissionSets(p.statuses());
                q.setStatusFolders(p.statuses());
                q.setFormatCodes(p.codes("format"));
                q.setConfidentialityCodes(p.group("confidentiality"));
                yield q;
            }
            case "GetDocuments" -> p.ids(new GetDocumentsQuery(), "uniqueId");
            case "GetFolders" -> p.ids(new GetFoldersQuery(), "folder");
            case "GetDocumentsAndAssociations" -> p.ids(new GetDocumentsAndAssociationsQuery(), "uniqueId");
            case "GetAssociations" -> p.objects(new GetAssociationsQuery());
            case "GetSubmissionSets" -> p.objects(new GetSubmissionSetsQuery());
            case "GetSubmissionSetAndContents" -> p.one(new GetSubmissionSetAndContentsQuery(), "submissionSet");
            case "GetFolderAndContents" -> p.one(new GetFolderAndContentsQuery(), "folder");
            case "GetFoldersForDocument" -> p.one(new GetFoldersForDocumentQuery(), "uniqueId");
            case "GetRelatedDocuments" -> {
                var q = new GetRelatedDocumentsQuery();
                q.setAssociationTypes(p.words("associations").stream().map(Stored::association).toList());
                yield p.one(q, "uniqueId");
            }
            default -> null;
        };
    }

    private FindDocumentsQuery find(FindDocumentsQuery q, JsonNode patient) {
        q.setPatientId(Lot.patientId(patient));
        q.setStatus(statuses());
        q.setClassCodes(codes("class"));
        q.setTypeCodes(codes("type"));
        q.setFormatCodes(codes("format"));
        q.setPracticeSettingCodes(codes("practice"));
        q.setHealthcareFacilityTypeCodes(codes("facility"));
        q.setConfidentialityCodes(group("confidentiality"));
        q.setEventCodes(group("event"));
        q.setAuthorPersons(text("author") == null ? null : List.of(text("author")));
        between(q.getCreationTime());
        return q;
    }

    private <T extends GetByIdQuery> T ids(T q, String param) {
        q.setUniqueIds(words(param).isEmpty() ? null : words(param));
        q.setUuids(words("entry").isEmpty() ? null : words("entry"));
        return q;
    }

    private <T extends GetByUuidQuery> T objects(T q) {
        q.setUuids(words("entry"));
        return q;
    }

    private <T extends GetFromDocumentQuery> T one(T q, String param) {
        q.setUniqueId(text(param));
        q.setUuid(text("entry"));
        return q;
    }

    private String text(String name) {
        return params.hasNonNull(name) ? params.get(name).asText() : null;
    }

    private List<String> words(String name) {
        var value = text(name);
        return value == null || value.isBlank() ? List.of() : Arrays.asList(value.trim().split("\\s+"));
    }

    /** No status given is Approved. Those that IHE does not know are left out. */
    private List<AvailabilityStatus> statuses() {
        if (text("status") == null) {
            return List.of(AvailabilityStatus.APPROVED);
        }
        return words("status").stream().map(AvailabilityStatus::valueOfOpcode).filter(s -> s != null).toList();
    }

    private List<Code> codes(String name) {
        var codes = new ArrayList<Code>();
        for (var word : words(name)) {
            var at = word.indexOf("^^");
            codes.add(new Code(word.substring(0, at), null, word.substring(at + 2)));
        }
        return codes.isEmpty() ? null : codes;
    }

    private QueryList<Code> group(String name) {
        var codes = codes(name);
        if (codes == null) {
            return null;
        }
        var list = new QueryList<Code>();
        list.getOuterList().add(codes);
        return list;
    }

    private void between(TimeRange range) {
        range.setFrom(text("from"));
        range.setTo(text("to"));
    }

    private static AssociationType association(String name) {
        return AssociationType.valueOfOpcode30(name.equals("HasMember")
                ? AssociationType.HAS_MEMBER.getOpcode30() : "urn:ihe:iti:2007:AssociationType:" + name);
    }
}
