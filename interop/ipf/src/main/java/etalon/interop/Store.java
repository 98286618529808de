package etalon.interop;

import static org.openehealth.ipf.commons.ihe.xds.core.metadata.AvailabilityStatus.APPROVED;
import static org.openehealth.ipf.commons.ihe.xds.core.metadata.AvailabilityStatus.DEPRECATED;
import static org.openehealth.ipf.commons.ihe.xds.core.responses.ErrorCode.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Association;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AssociationLabel;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AssociationType;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.DocumentEntry;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Folder;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Identifiable;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.SubmissionSet;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Timestamp;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Version;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.XDSMetaClass;
import org.openehealth.ipf.commons.ihe.xds.core.requests.RegisterDocumentSet;

/**
 * What a registry keeps, in memory, and the checks of ITI-42 that IPF leaves to
 * who uses it (ITI TF-2 3.42.4.1.3). Every method holds the lock.
 */
final class Store {

    final List<DocumentEntry> documents = new ArrayList<>();
    final List<SubmissionSet> sets = new ArrayList<>();
    final List<Folder> folders = new ArrayList<>();
    final List<Association> associations = new ArrayList<>();
    private final Set<String> patients;
    private final Set<String> codes;

    /**
     * patients are the identifiers known, codes the code^^scheme and the MIME
     * types of the Affinity Domain; an empty set knows everything.
     */
    Store(Set<String> patients, Set<String> codes) {
        this.patients = patients;
        this.codes = codes;
    }

    synchronized void clear() {
        documents.clear();
        sets.clear();
        folders.clear();
        associations.clear();
    }

    /** ITI-42: all of it, or nothing and the reason. */
    synchronized void register(RegisterDocumentSet lot) {
        name(lot);
        check(lot);
        var all = Stream.of(lot.getDocumentEntries(), lot.getFolders(), List.of(lot.getSubmissionSet())).flatMap(List::stream).toList();
        for (var o : all) {
            o.setAvailabilityStatus(APPROVED);
            o.setLogicalUuid(Objects.requireNonNullElse(o.getLogicalUuid(), o.getEntryUuid()));
            o.setVersion(Objects.requireNonNullElse(o.getVersion(), new Version("1")));
        }
        lot.getFolders().forEach(f -> f.setLastUpdateTime(Timestamp.now()));
        lot.getAssociations().forEach(a -> a.setAvailabilityStatus(APPROVED));
        documents.addAll(lot.getDocumentEntries());
        folders.addAll(lot.getFolders());
        sets.add(lot.getSubmissionSet());
        associations.addAll(lot.getAssociations());
        lot.getAssociations().stream().filter(a -> a.getAssociationType().isReplace()).forEach(this::replace);
    }

    /** The document replaced is deprecated, with what was appended to it; its folders take the new one. */
    private void replace(Association rplc) {
        deprecate(rplc.getTargetUuid());
        for (var folder : folders) {
            if (members(folder.getEntryUuid()).contains(rplc.getTargetUuid())) {
                associations.add(approved(new Association(AssociationType.HAS_MEMBER, uuid(), folder.getEntryUuid(), rplc.getSourceUuid())));
                folder.setLastUpdateTime(Timestamp.now());
            }
        }
    }

    private void deprecate(String id) {
        documents.stream().filter(d -> d.getEntryUuid().equals(id)).forEach(d -> d.setAvailabilityStatus(DEPRECATED));
        for (var a : List.copyOf(associations)) {
            if (a.getTargetUuid().equals(id) && (a.getAssociationType() == AssociationType.APPEND || a.getAssociationType() == AssociationType.TRANSFORM)) {
                deprecate(a.getSourceUuid());
            }
        }
    }

    /** Symbolic ids become UUIDs, also where they are referred to. */
    void name(RegisterDocumentSet lot) {
        Map<String, String> names = new HashMap<>();
        Stream.of(lot.getDocumentEntries(), lot.getFolders(), List.of(lot.getSubmissionSet())).flatMap(List::stream).forEach(o -> o.setEntryUuid(real(o.getEntryUuid(), names)));
        lot.getAssociations().forEach(a -> a.setEntryUuid(real(a.getEntryUuid(), names)));
        for (var a : lot.getAssociations()) {
            a.setSourceUuid(names.getOrDefault(a.getSourceUuid(), a.getSourceUuid()));
            a.setTargetUuid(names.getOrDefault(a.getTargetUuid(), a.getTargetUuid()));
        }
    }

    private static String real(String id, Map<String, String> names) {
        return id != null && id.startsWith("urn:uuid:") ? id : names.computeIfAbsent(String.valueOf(id), k -> uuid());
    }

    private void check(RegisterDocumentSet lot) {
        var patient = lot.getSubmissionSet().getPatientId();
        knownPatient(patient);
        var inMessage = new HashSet<String>();
        for (XDSMetaClass o : Stream.of(lot.getDocumentEntries(), lot.getFolders(), List.of(lot.getSubmissionSet())).flatMap(List::stream).toList()) {
            Fault.unless(patient.equals(o.getPatientId()), PATIENT_ID_DOES_NOT_MATCH, o.getEntryUuid());
            Fault.unless(inMessage.add(o.getUniqueId()), REGISTRY_DUPLICATE_UNIQUE_ID_IN_MESSAGE, o.getUniqueId());
            var others = Stream.concat(sets.stream(), folders.stream()).anyMatch(x -> x.getUniqueId().equals(o.getUniqueId()));
            Fault.unless(!others, DUPLICATE_UNIQUE_ID_IN_REGISTRY, o.getUniqueId());
        }
        var held = lot.getAssociations().stream()
                .filter(a -> a.getAssociationType() == AssociationType.HAS_MEMBER && lot.getSubmissionSet().getEntryUuid().equals(a.getSourceUuid()))
                .map(Association::getTargetUuid).toList();
        Stream.of(lot.getDocumentEntries(), lot.getFolders()).flatMap(List::stream)
                .forEach(o -> Fault.unless(held.contains(o.getEntryUuid()), REGISTRY_METADATA_ERROR, o.getEntryUuid() + " is no member of the set"));
        lot.getDocumentEntries().forEach(this::coded);
        for (var d : lot.getDocumentEntries()) {
            for (var old : documents) {
                if (old.getUniqueId().equals(d.getUniqueId())) {
                    Fault.unless(Objects.equals(old.getHash(), d.getHash()), NON_IDENTICAL_HASH, d.getUniqueId());
                    Fault.unless(Objects.equals(old.getSize(), d.getSize()), NON_IDENTICAL_SIZE, d.getUniqueId());
                }
            }
        }
        lot.getAssociations().forEach(a -> check(lot, a));
    }

    /** An entry is an original of its set; a folder takes documents of its own patient only. */
    private void member(RegisterDocumentSet lot, Association a) {
        var own = lot.getDocumentEntries().stream().anyMatch(d -> d.getEntryUuid().equals(a.getTargetUuid()));
        if (a.getSourceUuid().equals(lot.getSubmissionSet().getEntryUuid())) {
            Fault.unless(!own || a.getLabel() == AssociationLabel.ORIGINAL, REGISTRY_METADATA_ERROR, a.getEntryUuid() + ": SubmissionSetStatus");
            return;
        }
        folders.stream().filter(f -> f.getEntryUuid().equals(a.getSourceUuid())).findFirst().ifPresent(f ->
                Fault.unless(f.getPatientId().equals(lot.getSubmissionSet().getPatientId()), PATIENT_ID_DOES_NOT_MATCH, f.getEntryUuid()));
    }

    private void check(RegisterDocumentSet lot, Association a) {
        if (a.getAssociationType() == AssociationType.HAS_MEMBER) {
            member(lot, a);
            return;
        }
        Fault.unless(lot.getDocumentEntries().stream().anyMatch(d -> d.getEntryUuid().equals(a.getSourceUuid())), UNRESOLVED_REFERENCE_EXCEPTION, a.getSourceUuid());
        var old = documents.stream().filter(d -> d.getEntryUuid().equals(a.getTargetUuid())).findFirst();
        var own = lot.getDocumentEntries().stream().anyMatch(d -> d.getEntryUuid().equals(a.getTargetUuid()));
        Fault.unless(old.isPresent() || (own && !a.getAssociationType().isReplace()), UNRESOLVED_REFERENCE_EXCEPTION, a.getTargetUuid());
        old.ifPresent(d -> {
            Fault.unless(d.getAvailabilityStatus() == APPROVED, REGISTRY_DEPRECATED_DOCUMENT_ERROR, d.getEntryUuid());
            Fault.unless(d.getPatientId().equals(lot.getSubmissionSet().getPatientId()), PATIENT_ID_DOES_NOT_MATCH, d.getEntryUuid());
        });
    }

    /** Codes are of the Affinity Domain and have a name (ITI TF-3 4.2.3.1.2), which IPF does not look at. */
    void coded(DocumentEntry d) {
        var all = new ArrayList<>(d.getConfidentialityCodes());
        all.addAll(d.getEventCodeList());
        all.addAll(Arrays.asList(d.getClassCode(), d.getTypeCode(), d.getFormatCode(), d.getPracticeSettingCode(), d.getHealthcareFacilityTypeCode()));
        for (var c : all) {
            Fault.unless(c != null && c.getDisplayName() != null, REGISTRY_METADATA_ERROR, d.getEntryUuid() + ": a code has no name");
            Fault.unless(codes.isEmpty() || codes.contains(c.getCode() + "^^" + c.getSchemeName()), REGISTRY_METADATA_ERROR, "code " + c.getCode() + "^^" + c.getSchemeName());
        }
        Fault.unless(codes.isEmpty() || codes.contains(d.getMimeType()), REGISTRY_METADATA_ERROR, "mimeType " + d.getMimeType());
    }

    void knownPatient(Identifiable patient) {
        Fault.unless(patients.isEmpty() || patients.contains(patient.getId()), UNKNOWN_PATIENT_ID, String.valueOf(patient.getId()));
    }

    /** ITI-62: objects and associations, all of them or none (Remove Metadata 3.62.4.1.3). */
    synchronized void remove(Set<String> ids) {
        var all = Stream.of(documents, sets, folders).flatMap(List::stream).map(XDSMetaClass::getEntryUuid).collect(Collectors.toCollection(HashSet::new));
        associations.forEach(a -> all.add(a.getEntryUuid()));
        Fault.unless(!ids.isEmpty(), REGISTRY_ERROR, "nothing to remove");
        ids.forEach(id -> Fault.unless(all.contains(id), UNRESOLVED_REFERENCE_EXCEPTION, id));
        for (var a : associations) {
            var left = !ids.contains(a.getEntryUuid());
            for (var end : List.of(a.getSourceUuid(), a.getTargetUuid())) {
                Fault.unless(!left || !ids.contains(end), REFERENCE_EXISTS_EXCEPTION, end);
                var held = associations.stream().anyMatch(x -> !ids.contains(x.getEntryUuid()) && (x.getTargetUuid().equals(end) || x.getSourceUuid().equals(end)));
                Fault.unless(left || ids.contains(end) || held || !all.contains(end), UNREFERENCED_OBJECT_EXCEPTION, end);
            }
        }
        documents.removeIf(d -> ids.contains(d.getEntryUuid()));
        sets.removeIf(s -> ids.contains(s.getEntryUuid()));
        folders.removeIf(f -> ids.contains(f.getEntryUuid()));
        associations.removeIf(a -> ids.contains(a.getEntryUuid()));
    }

    /** The ids that a set or a folder holds. */
    synchronized List<String> members(String of) {
        return associations.stream().filter(a -> a.getAssociationType() == AssociationType.HAS_MEMBER && a.getSourceUuid().equals(of)).map(Association::getTargetUuid).toList();
    }

    static Association approved(Association a) {
        a.setAvailabilityStatus(APPROVED);
        return a;
    }

    static String uuid() {
        return "urn:uuid:" + UUID.randomUUID();
    }
}
