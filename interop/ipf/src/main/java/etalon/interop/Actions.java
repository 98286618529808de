package etalon.interop;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Association;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AssociationLabel;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AssociationType;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AvailabilityStatus;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Code;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Document;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.DocumentEntry;
import org.openehealth.ipf.commons.ihe.xds.core.requests.DocumentReference;
import org.openehealth.ipf.commons.ihe.xds.core.requests.ProvideAndRegisterDocumentSet;
import org.openehealth.ipf.commons.ihe.xds.core.requests.QueryRegistry;
import org.openehealth.ipf.commons.ihe.xds.core.requests.RegisterDocumentSet;
import org.openehealth.ipf.commons.ihe.xds.core.requests.RetrieveDocumentSet;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.FindDocumentsQuery;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.FindSubmissionSetsQuery;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.GetAssociationsQuery;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.GetDocumentsQuery;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.QueryReturnType;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.StoredQuery;
import org.openehealth.ipf.commons.ihe.xds.core.responses.QueryResponse;
import org.openehealth.ipf.commons.ihe.xds.core.responses.Response;
import org.openehealth.ipf.commons.ihe.xds.core.responses.RetrievedDocumentSet;
import org.openehealth.ipf.commons.ihe.xds.core.responses.Status;

/** The actions of the driver contract, done with IPF. */
final class Actions {

    private final ProducerTemplate ipf;
    private final String repositoryId;

    Actions(ProducerTemplate ipf, String repositoryId) {
        this.ipf = ipf;
        this.repositoryId = repositoryId;
    }

    Reaction act(String name, JsonNode action) {
        try {
            return switch (name) {
                case "feed" -> feed(action, null);
                case "replace" -> feed(action, entry(action.path("params").path("replaces").asText()).getEntryUuid());
                case "list-documents" -> listDocuments(action);
                case "list-submissions" -> listSubmissions(action);
                case "fetch" -> fetch(action);
                case "mask" -> mask(action);
                case "delete" -> deprecate(action);
                case "register" -> register(action);
                default -> Reaction.UNSUPPORTED;
            };
        } catch (Refused e) {
            return Reaction.error(e.code, e.getMessage());
        } catch (CamelExecutionException e) {
            return because(e.getCause() == null ? e : e.getCause());
        } catch (Exception e) {
            return because(e);
        }
    }

    /** ITI-41; replaced is the entryUUID of the document replaced, or null. */
    private Reaction feed(JsonNode action, String replaced) throws Exception {
        var set = Lot.set(action.path("patient"), "Lot fictif");
        var lot = ProvideAndRegisterDocumentSet.supportiveBuilderWith(set);
        var sent = new LinkedHashMap<String, String>();
        for (var wanted : action.path("documents")) {
            Document document = Lot.document(Lot.entry(action.path("patient"), wanted));
            lot.withDocument(document);
            sent.putIfAbsent("uniqueId", document.getDocumentEntry().getUniqueId());
            if (replaced != null) {
                lot.withAssociation(link(AssociationType.REPLACE, document.getDocumentEntry().getEntryUuid(), replaced));
            }
        }
        check(ipf.requestBody("direct:iti41", lot.build(), Response.class));
        return Reaction.done("envoyé", sent);
    }

    /** ITI-42: what a repository tells its registry. */
    private Reaction register(JsonNode action) throws Exception {
        var set = Lot.set(action.path("patient"), "Lot fictif enregistré");
        var lot = RegisterDocumentSet.supportiveBuilderWith(set);
        var sent = new LinkedHashMap<String, String>();
        for (var wanted : action.path("documents")) {
            var entry = Lot.document(Lot.entry(action.path("patient"), wanted)).getDocumentEntry();
            entry.setRepositoryUniqueId(repositoryId);
            lot.withDocument(entry);
            sent.putIfAbsent("uniqueId", entry.getUniqueId());
        }
        check(ipf.requestBody("direct:iti42", lot.build(), Response.class));
        return Reaction.done("enregistré", sent);
    }

    private Reaction listDocuments(JsonNode action) throws Refused {
        var query = new FindDocumentsQuery();
        query.setPatientId(Lot.patientId(action.path("patient")));
        query.setStatus(List.of(AvailabilityStatus.APPROVED));
        return listed(query(query));
    }

    /** FindSubmissionSets, then what the sets hold. */
    private Reaction listSubmissions(JsonNode action) throws Refused {
        var query = new FindSubmissionSetsQuery();
        query.setPatientId(Lot.patientId(action.path("patient")));
        query.setStatus(List.of(AvailabilityStatus.APPROVED));
        query.getSubmissionTime().setFrom(action.path("params").path("since").asText("2026"));
        var sets = query(query).getSubmissionSets().stream().map(s -> s.getEntryUuid()).toList();
        if (sets.isEmpty()) {
            return Reaction.done("aucun lot", null);
        }
        var associations = new GetAssociationsQuery();
        associations.setUuids(sets);
        var members = query(associations).getAssociations().stream()
                .filter(a -> a.getAssociationType() == AssociationType.HAS_MEMBER && sets.contains(a.getSourceUuid()))
                .map(Association::getTargetUuid).distinct().toList();
        var documents = new GetDocumentsQuery();
        documents.setUuids(members);
        return listed(query(documents));
    }

    /** ITI-18 for the repository, ITI-43 for the bytes, which must be those registered. */
    private Reaction fetch(JsonNode action) throws Exception {
        var entry = entry(action.path("params").path("uniqueId").asText());
        var request = new RetrieveDocumentSet();
        request.getDocuments().add(new DocumentReference(entry.getRepositoryUniqueId(), entry.getUniqueId(), null));
        var answer = ipf.requestBody("direct:iti43", request, RetrievedDocumentSet.class);
        check(answer);
        var bytes = answer.getDocuments().get(0).getDataHandler().getInputStream().readAllBytes();
        if (bytes.length != entry.getSize() || !Lot.hash(bytes).equalsIgnoreCase(entry.getHash())) {
            return Reaction.error("hash", "les octets ne sont pas ceux de la fiche (bytes differ from the metadata)");
        }
        return Reaction.done(entry.getTitle().getValue(), Map.of("uniqueId", entry.getUniqueId()));
    }

    /** ITI-57: a new version of the entry, with one more confidentiality code. */
    private Reaction mask(JsonNode action) throws Exception {
        var entry = entry(action.path("params").path("uniqueId").asText());
        var previous = entry.getVersion().getVersionName();
        entry.getConfidentialityCodes().add(new Code("MASQUE_PS", Lot.text("Masqué aux professionnels de santé"), "1.2.250.1.213.1.1.4.13"));
        entry.assignEntryUuid();
        entry.setVersion(null);
        entry.setAvailabilityStatus(null);
        var set = Lot.set(action.path("patient"), "Mise à jour fictive");
        var member = link(AssociationType.HAS_MEMBER, set.getEntryUuid(), entry.getEntryUuid());
        member.setLabel(AssociationLabel.ORIGINAL);
        member.setPreviousVersion(previous);
        var update = RegisterDocumentSet.builderWith(set).withDocument(entry).withAssociation(member).build();
        check(ipf.requestBody("direct:iti57", update, Response.class));
        return Reaction.done("masqué", Map.of("uniqueId", entry.getUniqueId()));
    }

    /** ITI-57: another availability status. IPF knows those of IHE only, so Deprecated. */
    private Reaction deprecate(JsonNode action) throws Exception {
        var entry = entry(action.path("params").path("uniqueId").asText());
        var set = Lot.set(action.path("patient"), "Mise à jour fictive");
        var change = link(AssociationType.UPDATE_AVAILABILITY_STATUS, set.getEntryUuid(), entry.getEntryUuid());
        change.setOriginalStatus(entry.getAvailabilityStatus());
        change.setNewStatus(AvailabilityStatus.DEPRECATED);
        var update = RegisterDocumentSet.builderWith(set).withAssociation(change).build();
        check(ipf.requestBody("direct:iti57", update, Response.class));
        return Reaction.done("retiré", Map.of("uniqueId", entry.getUniqueId()));
    }

    private DocumentEntry entry(String uniqueId) throws Refused {
        var query = new GetDocumentsQuery();
        query.setUniqueIds(List.of(uniqueId));
        var found = query(query).getDocumentEntries();
        if (found.size() != 1) {
            throw new Refused("unknown", found.size() + " documents " + uniqueId);
        }
        return found.get(0);
    }

    private QueryResponse query(StoredQuery query) throws Refused {
        var request = new QueryRegistry(query);
        request.setReturnType(QueryReturnType.LEAF_CLASS);
        var answer = ipf.requestBody("direct:iti18", request, QueryResponse.class);
        check(answer);
        return answer;
    }

    private static Reaction listed(QueryResponse answer) {
        var entries = answer.getDocumentEntries();
        var ids = String.join(" ", entries.stream().map(DocumentEntry::getUniqueId).toList());
        return Reaction.done(entries.size() + " documents", Map.of("uniqueIds", ids));
    }

    private static Association link(AssociationType type, String source, String target) {
        var link = new Association(type, null, source, target);
        link.assignEntryUuid();
        return link;
    }

    private static final class Refused extends Exception {
        final String code;

        Refused(String code, String shown) {
            super(shown);
            this.code = code;
        }
    }

    private static void check(Response answer) throws Refused {
        if (answer.getStatus() == Status.SUCCESS) {
            return;
        }
        if (answer.getErrors().isEmpty()) {
            throw new Refused("none", String.valueOf(answer.getStatus()));
        }
        var first = answer.getErrors().get(0);
        var code = first.getCustomErrorCode() != null ? first.getCustomErrorCode() : first.getErrorCode().getOpcode();
        throw new Refused(code, code + " : " + first.getCodeContext());
    }

    private static Reaction because(Throwable e) {
        if (e instanceof SOAPFaultException fault) {
            return Reaction.error(fault.getFault().getFaultCode(), fault.getMessage());
        }
        return Reaction.error(e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
    }
}
