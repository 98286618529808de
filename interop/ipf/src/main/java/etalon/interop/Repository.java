package etalon.interop;

import static org.openehealth.ipf.commons.ihe.xds.core.responses.ErrorCode.*;

import jakarta.activation.DataHandler;
import jakarta.mail.util.ByteArrayDataSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.DocumentEntryType;
import org.openehealth.ipf.commons.ihe.xds.core.requests.ProvideAndRegisterDocumentSet;
import org.openehealth.ipf.commons.ihe.xds.core.requests.RegisterDocumentSet;
import org.openehealth.ipf.commons.ihe.xds.core.requests.RetrieveDocumentSet;
import org.openehealth.ipf.commons.ihe.xds.core.responses.ErrorCode;
import org.openehealth.ipf.commons.ihe.xds.core.responses.ErrorInfo;
import org.openehealth.ipf.commons.ihe.xds.core.responses.Response;
import org.openehealth.ipf.commons.ihe.xds.core.responses.RetrievedDocument;
import org.openehealth.ipf.commons.ihe.xds.core.responses.RetrievedDocumentSet;
import org.openehealth.ipf.commons.ihe.xds.core.responses.Severity;
import org.openehealth.ipf.commons.ihe.xds.core.responses.Status;

/** ITI-41 and ITI-43 over bytes in memory. */
final class Repository {

    /** Where documents are registered: here, or elsewhere by ITI-42. */
    interface Registry {
        Response register(RegisterDocumentSet lot);
    }

    private record Held(byte[] bytes, String mimeType) {}

    private final Map<String, Held> documents = new ConcurrentHashMap<>();
    private final String id;
    private final Registry registry;

    Repository(String id, Registry registry) {
        this.id = id;
        this.registry = registry;
    }

    void clear() {
        documents.clear();
    }

    /** Completes the metadata, registers, and only then shows the documents. */
    Response provide(ProvideAndRegisterDocumentSet lot) throws Exception {
        var fresh = new HashMap<String, Held>();
        for (var d : lot.getDocuments()) {
            var entry = d.getDocumentEntry();
            var bytes = d.getDataHandler().getInputStream().readAllBytes();
            var hash = Lot.hash(bytes);
            var old = documents.get(entry.getUniqueId());
            Fault.unless(old == null || Lot.hash(old.bytes).equals(hash), NON_IDENTICAL_HASH, entry.getUniqueId());
            Fault.unless(entry.getType() == DocumentEntryType.STABLE, REPOSITORY_METADATA_ERROR, entry.getEntryUuid());
            Fault.unless(entry.getHash() == null || hash.equalsIgnoreCase(entry.getHash()), REPOSITORY_METADATA_ERROR, "hash: " + entry.getEntryUuid());
            Fault.unless(entry.getSize() == null || entry.getSize() == bytes.length, REPOSITORY_METADATA_ERROR, "size: " + entry.getEntryUuid());
            Fault.unless(fresh.put(entry.getUniqueId(), new Held(bytes, entry.getMimeType())) == null, REPOSITORY_DUPLICATE_UNIQUE_ID_IN_MESSAGE, entry.getUniqueId());
            entry.setHash(hash);
            entry.setSize((long) bytes.length);
            entry.setRepositoryUniqueId(id);
        }
        var entries = lot.getDocuments().stream().map(d -> d.getDocumentEntry()).toList();
        var answer = registry.register(RegisterDocumentSet.builderWith(lot.getSubmissionSet())
                .withDocuments(entries).withFolders(lot.getFolders()).withAssociations(lot.getAssociations()).build());
        if (answer.getStatus() == Status.SUCCESS) {
            documents.putAll(fresh);
        }
        return answer;
    }

    RetrievedDocumentSet retrieve(RetrieveDocumentSet wanted) {
        Fault.unless(!wanted.getDocuments().isEmpty(), REPOSITORY_ERROR, "no document is asked for");
        var found = new ArrayList<RetrievedDocument>();
        var errors = new ArrayList<ErrorInfo>();
        for (var w : wanted.getDocuments()) {
            var held = documents.get(w.getDocumentUniqueId());
            if (!id.equals(w.getRepositoryUniqueId())) {
                errors.add(error(UNKNOWN_REPOSITORY_ID, w.getDocumentUniqueId()));
            } else if (held == null) {
                errors.add(error(DOCUMENT_UNIQUE_ID_ERROR, w.getDocumentUniqueId()));
            } else {
                found.add(new RetrievedDocument(new DataHandler(new ByteArrayDataSource(held.bytes, held.mimeType)), w, null, null, held.mimeType));
            }
        }
        var status = errors.isEmpty() ? Status.SUCCESS : found.isEmpty() ? Status.FAILURE : Status.PARTIAL_SUCCESS;
        var answer = new RetrievedDocumentSet(status, found);
        answer.setErrors(errors);
        return answer;
    }

    private static ErrorInfo error(ErrorCode code, String context) {
        return new ErrorInfo(code, context, Severity.ERROR, null, null);
    }
}
