package etalon.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AssociationType;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AvailabilityStatus;
import org.openehealth.ipf.commons.ihe.xds.core.requests.RegisterDocumentSet;
import org.openehealth.ipf.commons.ihe.xds.core.requests.RemoveMetadata;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.GetSubmissionSetAndContentsQuery;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.QueryReturnType;
import org.openehealth.ipf.commons.ihe.xds.core.responses.Response;

/** The document administrator: ITI-57 and ITI-62. */
final class Administrator {

    private final Wire wire;

    Administrator(Wire wire) {
        this.wire = wire;
    }

    /** A new version of an entry, with another title. */
    Reaction update(JsonNode action) throws Exception {
        var entry = wire.entry(action.path("params").path("uniqueId").asText());
        var previous = entry.getVersion().getVersionName();
        entry.setTitle(Lot.text(action.path("params").path("title").asText()));
        entry.assignEntryUuid();
        entry.setVersion(null);
        entry.setAvailabilityStatus(null);
        var set = Lot.set(action.path("patient"), "Mise à jour fictive");
        var member = Source.original(Source.link(AssociationType.HAS_MEMBER, set.getEntryUuid(), entry.getEntryUuid()));
        member.setPreviousVersion(previous);
        wire.send("iti57", RegisterDocumentSet.builderWith(set).withDocument(entry).withAssociation(member).build(), Response.class);
        return Reaction.done("mis à jour", Map.of("uniqueId", entry.getUniqueId()));
    }

    /** Another availability; IPF knows those of IHE only. */
    Reaction deprecate(JsonNode action) throws Exception {
        var entry = wire.entry(action.path("params").path("uniqueId").asText());
        var set = Lot.set(action.path("patient"), "Mise à jour fictive");
        var change = Source.link(AssociationType.UPDATE_AVAILABILITY_STATUS, set.getEntryUuid(), entry.getEntryUuid());
        change.setOriginalStatus(entry.getAvailabilityStatus());
        change.setNewStatus(AvailabilityStatus.DEPRECATED);
        wire.send("iti57", RegisterDocumentSet.builderWith(set).withAssociation(change).build(), Response.class);
        return Reaction.done("retiré", Map.of("uniqueId", entry.getUniqueId()));
    }

    /** Takes a submission set and all that it holds out of the registry. */
    Reaction remove(JsonNode action) throws Exception {
        var query = new GetSubmissionSetAndContentsQuery();
        query.setUniqueId(action.path("params").path("submissionSet").asText());
        var found = wire.query(query, QueryReturnType.OBJECT_REF).getReferences();
        if (found.isEmpty()) {
            throw new Wire.Refused("unknown", "lot inconnu");
        }
        var request = new RemoveMetadata();
        request.getReferences().addAll(found);
        wire.send("iti62", request, Response.class);
        return Reaction.done("supprimé", null);
    }
}
