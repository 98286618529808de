package etalon.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Association;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AssociationType;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AvailabilityStatus;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.DocumentEntry;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.XDSMetaClass;
import org.openehealth.ipf.commons.ihe.xds.core.requests.DocumentReference;
import org.openehealth.ipf.commons.ihe.xds.core.requests.RetrieveDocumentSet;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.FindDocumentsQuery;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.FindSubmissionSetsQuery;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.GetAssociationsQuery;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.GetDocumentsQuery;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.QueryReturnType;
import org.openehealth.ipf.commons.ihe.xds.core.responses.QueryResponse;
import org.openehealth.ipf.commons.ihe.xds.core.responses.RetrievedDocumentSet;
import org.openehealth.ipf.commons.ihe.xds.core.responses.Status;

/** The document consumer: ITI-18 and ITI-43. */
final class Consumer {

    private final Wire wire;
    private final String repositoryId;

    /** repositoryId is where documents are that the registry does not know; null asks for none of those. */
    Consumer(Wire wire, String repositoryId) {
        this.wire = wire;
        this.repositoryId = repositoryId;
    }

    Reaction listDocuments(JsonNode action) throws Exception {
        var query = new FindDocumentsQuery();
        query.setPatientId(Lot.patientId(action.path("patient")));
        query.setStatus(List.of(AvailabilityStatus.APPROVED));
        return shown(wire.query(query, QueryReturnType.LEAF_CLASS));
    }

    /** FindSubmissionSets, then what the sets hold. */
    Reaction listSubmissions(JsonNode action) throws Exception {
        var query = new FindSubmissionSetsQuery();
        query.setPatientId(Lot.patientId(action.path("patient")));
        query.setStatus(List.of(AvailabilityStatus.APPROVED));
        query.getSubmissionTime().setFrom(action.path("params").path("since").asText("2026"));
        var sets = wire.query(query, QueryReturnType.LEAF_CLASS).getSubmissionSets().stream().map(s -> s.getEntryUuid()).toList();
        if (sets.isEmpty()) {
            return shown(new QueryResponse(Status.SUCCESS));
        }
        var associations = new GetAssociationsQuery();
        associations.setUuids(sets);
        var members = wire.query(associations, QueryReturnType.LEAF_CLASS).getAssociations().stream()
                .filter(a -> a.getAssociationType() == AssociationType.HAS_MEMBER && sets.contains(a.getSourceUuid()))
                .map(Association::getTargetUuid).distinct().toList();
        var documents = new GetDocumentsQuery();
        documents.setUuids(members);
        return shown(wire.query(documents, QueryReturnType.LEAF_CLASS));
    }

    /** The stored query that the action names. */
    Reaction query(JsonNode action) throws Exception {
        var params = action.path("params");
        var query = Stored.query(params.path("query").asText(), action.path("patient"), params);
        if (query == null) {
            return Reaction.UNSUPPORTED;
        }
        var refs = params.path("returns").asText().equals("ObjectRef");
        return shown(wire.query(query, refs ? QueryReturnType.OBJECT_REF : QueryReturnType.LEAF_CLASS));
    }

    /** ITI-18 for the repository, ITI-43 for the bytes, which must be those registered. */
    Reaction fetch(JsonNode action, List<String> uniqueIds) throws Exception {
        var query = new GetDocumentsQuery();
        query.setUniqueIds(uniqueIds);
        var entries = new LinkedHashMap<String, DocumentEntry>();
        wire.query(query, QueryReturnType.LEAF_CLASS).getDocumentEntries().forEach(d -> entries.put(d.getUniqueId(), d));
        var request = new RetrieveDocumentSet();
        for (var id : uniqueIds) {
            var repository = entries.containsKey(id) ? entries.get(id).getRepositoryUniqueId() : repositoryId;
            if (repository == null) {
                throw new Wire.Refused("unknown", "document inconnu du registre : " + id);
            }
            request.getDocuments().add(new DocumentReference(repository, id, null));
        }
        var answer = wire.exchange("iti43", request, RetrievedDocumentSet.class);
        for (var got : answer.getDocuments()) {
            var entry = entries.get(got.getRequestData().getDocumentUniqueId());
            var bytes = got.getDataHandler().getInputStream().readAllBytes();
            if (entry == null || entry.getSize() != bytes.length || !Lot.hash(bytes).equalsIgnoreCase(entry.getHash())) {
                throw new Wire.Refused("hash", "les octets ne sont pas ceux de la fiche (bytes differ from the metadata)");
            }
        }
        if (answer.getStatus() != Status.SUCCESS || answer.getDocuments().size() != uniqueIds.size()) {
            throw Wire.told(answer);
        }
        return Reaction.done(uniqueIds.size() + " document(s) affiché(s)",
                Map.of("uniqueId", uniqueIds.get(0), "count", String.valueOf(uniqueIds.size())));
    }

    private static Reaction shown(QueryResponse r) {
        var values = new LinkedHashMap<String, String>();
        values.put("count", String.valueOf(r.getDocumentEntries().size()));
        values.put("uniqueIds", String.join(" ", r.getDocumentEntries().stream().map(XDSMetaClass::getUniqueId).toList()));
        var objects = new ArrayList<Object>(r.getReferences());
        objects.addAll(r.getDocumentEntries());
        objects.addAll(r.getSubmissionSets());
        objects.addAll(r.getFolders());
        objects.addAll(r.getAssociations());
        values.put("total", String.valueOf(objects.size()));
        r.getDocumentEntries().stream().findFirst().ifPresent(d -> values.put("entry", d.getEntryUuid()));
        r.getSubmissionSets().forEach(s -> values.put("submissionSet", s.getUniqueId()));
        r.getFolders().forEach(f -> values.put("folder", f.getUniqueId()));
        return Reaction.done(r.getDocumentEntries().size() + " document(s), " + objects.size() + " objet(s)", values);
    }
}
