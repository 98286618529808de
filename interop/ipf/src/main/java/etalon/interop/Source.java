package etalon.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Association;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AssociationLabel;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AssociationType;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Code;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Document;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Folder;
import org.openehealth.ipf.commons.ihe.xds.core.requests.ProvideAndRegisterDocumentSet;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.GetFoldersQuery;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.QueryReturnType;
import org.openehealth.ipf.commons.ihe.xds.core.responses.Response;

/** The document source: ITI-41, with relations to documents and with folders. */
final class Source {

    private final Wire wire;

    Source(Wire wire) {
        this.wire = wire;
    }

    /** Sends the documents of an action in one lot. */
    Reaction feed(JsonNode action) throws Exception {
        return send(action, null, null, null, null);
    }

    /** Sends a document that replaces, completes or transforms another, by its uniqueId. */
    Reaction relate(JsonNode action, AssociationType type, String uniqueId) throws Exception {
        return send(action, type, wire.entry(uniqueId).getEntryUuid(), null, null);
    }

    Reaction createFolder(JsonNode action) throws Exception {
        var folder = new Folder();
        folder.assignEntryUuid();
        folder.assignUniqueId();
        folder.setTitle(Lot.text(action.path("params").path("title").asText("Classeur fictif")));
        folder.setPatientId(Lot.patientId(action.path("patient")));
        folder.getCodeList().add(new Code("AMBULATOIRE", Lot.text("Ambulatoire"), "1.2.250.1.213.1.1.4.9"));
        return send(action, null, null, folder, folder.getEntryUuid());
    }

    Reaction addToFolder(JsonNode action) throws Exception {
        var query = new GetFoldersQuery();
        query.setUniqueIds(List.of(action.path("params").path("folder").asText()));
        var found = wire.query(query, QueryReturnType.LEAF_CLASS).getFolders();
        if (found.size() != 1) {
            throw new Wire.Refused("unknown", found.size() + " classeurs");
        }
        return send(action, null, null, null, found.get(0).getEntryUuid());
    }

    /**
     * type and target are what the first document is to another, or null; made
     * is a folder of this lot, or null; in is the entryUUID of a folder, or null.
     */
    private Reaction send(JsonNode action, AssociationType type, String target, Folder made, String in) throws Exception {
        var set = Lot.set(action.path("patient"), "Lot fictif");
        var lot = ProvideAndRegisterDocumentSet.supportiveBuilderWith(set);
        var ids = new ArrayList<String>();
        for (var wanted : action.path("documents")) {
            Document document = Lot.document(Lot.entry(action.path("patient"), wanted));
            var entry = document.getDocumentEntry();
            lot.withDocument(document);
            if (type != null && ids.isEmpty()) {
                lot.withAssociation(link(type, entry.getEntryUuid(), target));
            }
            if (in != null) {
                lot.withAssociation(link(AssociationType.HAS_MEMBER, in, entry.getEntryUuid()));
            }
            ids.add(entry.getUniqueId());
        }
        if (made != null) {
            lot.withFolder(made);
        }
        wire.send("iti41", lot.build(), Response.class);
        var values = new LinkedHashMap<String, String>();
        if (!ids.isEmpty()) {
            values.put("uniqueId", ids.get(0));
            values.put("uniqueIds", String.join(" ", ids));
        }
        values.put("submissionSetUniqueId", set.getUniqueId());
        if (made != null) {
            values.put("folder", made.getUniqueId());
        }
        return Reaction.done(ids.size() + " document(s) envoyé(s)", values);
    }

    static Association link(AssociationType type, String source, String target) {
        var link = new Association(type, null, source, target);
        link.assignEntryUuid();
        return link;
    }

    static Association original(Association member) {
        member.setLabel(AssociationLabel.ORIGINAL);
        return member;
    }
}
