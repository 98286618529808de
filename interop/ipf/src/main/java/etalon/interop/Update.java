package etalon.interop;

import static org.openehealth.ipf.commons.ihe.xds.core.metadata.AvailabilityStatus.APPROVED;
import static org.openehealth.ipf.commons.ihe.xds.core.metadata.AvailabilityStatus.DEPRECATED;
import static org.openehealth.ipf.commons.ihe.xds.core.responses.ErrorCode.*;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Association;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AssociationType;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.DocumentEntry;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Identifiable;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Timestamp;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Version;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.XDSMetaClass;
import org.openehealth.ipf.commons.ihe.xds.core.requests.RegisterDocumentSet;

/** ITI-57: new versions of entries and folders, and the availability of entries (XDS Metadata Update 3.57). */
final class Update {

    private final Store store;

    Update(Store store) {
        this.store = store;
    }

    void update(RegisterDocumentSet lot) {
        synchronized (store) {
            store.name(lot);
            store.knownPatient(lot.getSubmissionSet().getPatientId());
            Fault.unless(!lot.getAssociations().isEmpty(), METADATA_UPDATE_OPERATION_ERROR, "nothing to do");
            lot.getDocumentEntries().forEach(store::coded);
            lot.getDocumentEntries().forEach(d -> checkVersion(lot, d, store.documents));
            lot.getFolders().forEach(f -> checkVersion(lot, f, store.folders));
            lot.getAssociations().forEach(a -> check(lot, a));
            lot.getDocumentEntries().forEach(this::succeed);
            lot.getFolders().forEach(f -> {
                var old = latest(store.folders, f.getLogicalUuid()).orElseThrow();
                follow(old, f);
                f.setLastUpdateTime(Timestamp.now());
                store.folders.add(f);
            });
            lot.getAssociations().stream().filter(Update::isStatus).forEach(a -> {
                var entry = entry(a.getTargetUuid()).orElseThrow();
                latest(store.documents, entry.getLogicalUuid()).orElse(entry).setAvailabilityStatus(a.getNewStatus());
            });
            lot.getSubmissionSet().setAvailabilityStatus(APPROVED);
            store.sets.add(lot.getSubmissionSet());
            lot.getAssociations().stream().filter(a -> !isStatus(a)).map(Store::approved).forEach(store.associations::add);
        }
    }

    private static boolean isStatus(Association a) {
        return a.getAssociationType() == AssociationType.UPDATE_AVAILABILITY_STATUS;
    }

    private void check(RegisterDocumentSet lot, Association a) {
        if (isStatus(a)) {
            // The status goes to the version that the same request makes, or to one that is there.
            var own = lot.getDocumentEntries().stream().filter(d -> d.getEntryUuid().equals(a.getTargetUuid())).findFirst();
            var entry = entry(a.getTargetUuid());
            Fault.unless(own.isPresent() || entry.isPresent(), METADATA_UPDATE_ERROR, a.getTargetUuid());
            Fault.unless(a.getNewStatus() != null && a.getNewStatus() != a.getOriginalStatus(), METADATA_UPDATE_OPERATION_ERROR, a.getTargetUuid());
            entry.ifPresent(e -> {
                Fault.unless(e.getAvailabilityStatus() == a.getOriginalStatus(), METADATA_UPDATE_ERROR, a.getTargetUuid());
                Fault.unless(latest(store.documents, e.getLogicalUuid()).orElse(e) == e, METADATA_UPDATE_ERROR, a.getTargetUuid());
            });
        } else if (!a.getSourceUuid().equals(lot.getSubmissionSet().getEntryUuid())) {
            var ends = List.of(patient(a.getSourceUuid()), patient(a.getTargetUuid()));
            Fault.unless(ends.stream().allMatch(Optional::isPresent), METADATA_UPDATE_ERROR, a.getEntryUuid() + ": an end is not registered");
            Fault.unless(ends.get(0).equals(ends.get(1)), PATIENT_ID_RECONCILIATION_ERROR, a.getEntryUuid());
            Fault.unless(approved(a.getSourceUuid()) && approved(a.getTargetUuid()), METADATA_UPDATE_ERROR, a.getEntryUuid() + ": an end is deprecated");
        }
    }

    private Optional<Identifiable> patient(String id) {
        return Stream.of(store.documents, store.folders).flatMap(List::stream).filter(o -> o.getEntryUuid().equals(id)).map(XDSMetaClass::getPatientId).findFirst();
    }

    private boolean approved(String id) {
        return Stream.of(store.documents, store.folders).flatMap(List::stream).anyMatch(o -> o.getEntryUuid().equals(id) && o.getAvailabilityStatus() == APPROVED);
    }

    private <T extends XDSMetaClass> void checkVersion(RegisterDocumentSet lot, T d, List<T> all) {
        var lid = String.valueOf(d.getLogicalUuid());
        Fault.unless(!lid.equals(d.getEntryUuid()) && !lid.equals("null"), METADATA_UPDATE_ERROR, d.getEntryUuid());
        var old = latest(all, lid).orElseThrow(() -> Fault.of(METADATA_VERSION_ERROR, d.getEntryUuid()));
        var previous = lot.getAssociations().stream()
                .filter(a -> a.getAssociationType() == AssociationType.HAS_MEMBER && d.getEntryUuid().equals(a.getTargetUuid()))
                .map(Association::getPreviousVersion).findFirst().orElse(null);
        Fault.unless(old.getVersion().getVersionName().equals(previous), METADATA_VERSION_ERROR, d.getEntryUuid());
        Fault.unless(old.getAvailabilityStatus() == APPROVED && old.getUniqueId().equals(d.getUniqueId()), METADATA_UPDATE_ERROR, d.getEntryUuid());
        Fault.unless(old.getPatientId().equals(d.getPatientId()), PATIENT_ID_RECONCILIATION_ERROR, d.getEntryUuid());
    }

    private void succeed(DocumentEntry d) {
        var old = latest(store.documents, d.getLogicalUuid()).orElseThrow();
        follow(old, d);
        d.setHash(old.getHash());
        d.setSize(old.getSize());
        d.setRepositoryUniqueId(old.getRepositoryUniqueId());
        store.documents.add(d);
    }

    private static void follow(XDSMetaClass old, XDSMetaClass d) {
        d.setVersion(new Version(String.valueOf(number(old) + 1)));
        d.setAvailabilityStatus(APPROVED);
        old.setAvailabilityStatus(DEPRECATED);
    }

    private Optional<DocumentEntry> entry(String id) {
        return store.documents.stream().filter(d -> d.getEntryUuid().equals(id)).findFirst();
    }

    private static <T extends XDSMetaClass> Optional<T> latest(List<T> all, String lid) {
        return all.stream().filter(d -> lid.equals(d.getLogicalUuid())).max(Comparator.comparingInt(Update::number));
    }

    static int number(XDSMetaClass d) {
        return Integer.parseInt(d.getVersion().getVersionName());
    }
}
