package etalon.interop;

import static org.openehealth.ipf.commons.ihe.xds.core.metadata.AvailabilityStatus.APPROVED;
import static org.openehealth.ipf.commons.ihe.xds.core.metadata.AvailabilityStatus.DEPRECATED;
import static org.openehealth.ipf.commons.ihe.xds.core.responses.ErrorCode.*;

import java.util.Comparator;
import java.util.Optional;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Association;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AssociationType;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.DocumentEntry;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Version;
import org.openehealth.ipf.commons.ihe.xds.core.requests.RegisterDocumentSet;

/** ITI-57: new versions of entries, and their availability (XDS Metadata Update 3.57). */
final class Update {

    private final Store store;

    Update(Store store) {
        this.store = store;
    }

    void update(RegisterDocumentSet lot) {
        synchronized (store) {
            store.knownPatient(lot.getSubmissionSet().getPatientId());
            Fault.unless(!lot.getAssociations().isEmpty(), METADATA_UPDATE_OPERATION_ERROR, "nothing to do");
            lot.getDocumentEntries().forEach(d -> checkVersion(lot, d));
            lot.getAssociations().stream().filter(Update::isStatus).forEach(this::checkStatus);
            lot.getDocumentEntries().forEach(this::succeed);
            lot.getAssociations().stream().filter(Update::isStatus).forEach(a -> {
                var entry = entry(a.getTargetUuid()).orElseThrow();
                latest(entry.getLogicalUuid()).orElse(entry).setAvailabilityStatus(a.getNewStatus());
            });
            lot.getSubmissionSet().setAvailabilityStatus(APPROVED);
            store.sets.add(lot.getSubmissionSet());
            lot.getAssociations().stream().filter(a -> !isStatus(a)).map(Store::approved).forEach(store.associations::add);
        }
    }

    private static boolean isStatus(Association a) {
        return a.getAssociationType() == AssociationType.UPDATE_AVAILABILITY_STATUS;
    }

    private void checkStatus(Association a) {
        var entry = entry(a.getTargetUuid()).orElseThrow(() -> Fault.of(UNRESOLVED_REFERENCE_EXCEPTION, a.getTargetUuid()));
        Fault.unless(entry.getAvailabilityStatus() == a.getOriginalStatus(), METADATA_UPDATE_ERROR, a.getTargetUuid());
        Fault.unless(a.getNewStatus() != null && a.getNewStatus() != a.getOriginalStatus(), METADATA_UPDATE_OPERATION_ERROR, a.getTargetUuid());
        Fault.unless(latest(entry.getLogicalUuid()).orElse(entry) == entry, METADATA_UPDATE_ERROR, a.getTargetUuid());
    }

    private void checkVersion(RegisterDocumentSet lot, DocumentEntry d) {
        var lid = String.valueOf(d.getLogicalUuid());
        Fault.unless(!lid.equals(d.getEntryUuid()) && !lid.equals("null"), METADATA_UPDATE_ERROR, d.getEntryUuid());
        var old = latest(lid).orElseThrow(() -> Fault.of(METADATA_VERSION_ERROR, d.getEntryUuid()));
        var previous = lot.getAssociations().stream()
                .filter(a -> a.getAssociationType() == AssociationType.HAS_MEMBER && d.getEntryUuid().equals(a.getTargetUuid()))
                .map(Association::getPreviousVersion).findFirst().orElse(null);
        Fault.unless(old.getVersion().getVersionName().equals(previous), METADATA_VERSION_ERROR, d.getEntryUuid());
        Fault.unless(old.getAvailabilityStatus() == APPROVED && old.getUniqueId().equals(d.getUniqueId()), METADATA_UPDATE_ERROR, d.getEntryUuid());
        Fault.unless(old.getPatientId().equals(d.getPatientId()), PATIENT_ID_RECONCILIATION_ERROR, d.getEntryUuid());
    }

    private void succeed(DocumentEntry d) {
        var old = latest(d.getLogicalUuid()).orElseThrow();
        d.setVersion(new Version(String.valueOf(number(old) + 1)));
        d.setAvailabilityStatus(APPROVED);
        d.setHash(old.getHash());
        d.setSize(old.getSize());
        d.setRepositoryUniqueId(old.getRepositoryUniqueId());
        old.setAvailabilityStatus(DEPRECATED);
        store.documents.add(d);
    }

    private Optional<DocumentEntry> entry(String id) {
        return store.documents.stream().filter(d -> d.getEntryUuid().equals(id)).findFirst();
    }

    private Optional<DocumentEntry> latest(String lid) {
        return store.documents.stream().filter(d -> lid.equals(d.getLogicalUuid())).max(Comparator.comparingInt(Update::number));
    }

    static int number(DocumentEntry d) {
        return Integer.parseInt(d.getVersion().getVersionName());
    }
}
