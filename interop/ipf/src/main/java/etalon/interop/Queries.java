package etalon.interop;

import static org.openehealth.ipf.commons.ihe.xds.core.responses.ErrorCode.RESULT_NOT_SINGLE_PATIENT;
import static org.openehealth.ipf.commons.ihe.xds.core.responses.ErrorCode.UNKNOWN_STORED_QUERY;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Association;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AssociationType;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Author;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Code;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.DocumentEntry;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Folder;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Hl7v2Based;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.ObjectReference;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.SubmissionSet;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.TimeRange;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.Timestamp;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.XDSMetaClass;
import org.openehealth.ipf.commons.ihe.xds.core.requests.QueryRegistry;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.*;
import org.openehealth.ipf.commons.ihe.xds.core.responses.QueryResponse;
import org.openehealth.ipf.commons.ihe.xds.core.responses.Status;

/** ITI-18: the stored queries of XDS.b over the store (ITI TF-2 3.18.4.1.2.3.7). */
final class Queries {

    private final Store store;

    Queries(Store store) {
        this.store = store;
    }

    QueryResponse answer(QueryRegistry request) {
        synchronized (store) {
            var found = new QueryResponse(Status.SUCCESS);
            select(request.getQuery(), found);
            if (request.getReturnType() == QueryReturnType.OBJECT_REF) {
                return references(found);
            }
            if (!(request.getQuery() instanceof PatientIdBasedStoredQuery)) {
                var several = objects(found).map(XDSMetaClass::getPatientId).distinct().count() > 1;
                Fault.unless(!several, RESULT_NOT_SINGLE_PATIENT, "several patients");
            }
            return found;
        }
    }

    private void select(Query query, QueryResponse r) {
        if (query instanceof PatientIdBasedStoredQuery q) {
            store.knownPatient(q.getPatientId());
        }
        if (query instanceof FindDocumentsQuery q) {
            r.setDocumentEntries(documents(d -> matches(d, q) && shown(d, q.getMetadataLevel())));
        } else if (query instanceof FindSubmissionSetsQuery q) {
            r.setSubmissionSets(sets(s -> matches(s, q)));
        } else if (query instanceof FindFoldersQuery q) {
            r.setFolders(folders(f -> f.getPatientId().equals(q.getPatientId()) && in(q.getStatus(), f.getAvailabilityStatus())
                    && during(q.getLastUpdateTime(), f.getLastUpdateTime()) && all(q.getCodes(), f.getCodeList())));
        } else if (query instanceof GetAllQuery q) {
            r.setDocumentEntries(documents(d -> d.getPatientId().equals(q.getPatientId()) && in(q.getStatusDocuments(), d.getAvailabilityStatus())
                    && one(q.getFormatCodes(), d.getFormatCode()) && all(q.getConfidentialityCodes(), d.getConfidentialityCodes())));
            r.setSubmissionSets(sets(s -> s.getPatientId().equals(q.getPatientId()) && in(q.getStatusSubmissionSets(), s.getAvailabilityStatus())));
            r.setFolders(folders(f -> f.getPatientId().equals(q.getPatientId()) && in(q.getStatusFolders(), f.getAvailabilityStatus())));
            between(r);
        } else if (query instanceof GetDocumentsQuery q) {
            r.setDocumentEntries(documents(d -> (named(q, d) || has(q.getLogicalUuid(), d.getLogicalUuid())) && shown(d, q.getMetadataLevel())));
        } else if (query instanceof GetFoldersQuery q) {
            r.setFolders(folders(f -> named(q, f)));
        } else if (query instanceof GetAssociationsQuery q) {
            r.setAssociations(associations(a -> touches(a, q.getUuids())));
        } else if (query instanceof GetDocumentsAndAssociationsQuery q) {
            r.setDocumentEntries(documents(d -> named(q, d) && shown(d, q.getMetadataLevel())));
            var ids = ids(r.getDocumentEntries());
            r.setAssociations(associations(a -> touches(a, ids)));
        } else if (query instanceof GetSubmissionSetsQuery q) {
            var ids = ids(sets(s -> true));
            r.setAssociations(associations(a -> member(a) && ids.contains(a.getSourceUuid()) && q.getUuids().contains(a.getTargetUuid())));
            r.setSubmissionSets(sets(s -> r.getAssociations().stream().anyMatch(a -> a.getSourceUuid().equals(s.getEntryUuid()))));
        } else if (query instanceof GetSubmissionSetAndContentsQuery q) {
            r.setSubmissionSets(sets(s -> named(q, s)));
            contents(r, q, ids(r.getSubmissionSets()));
        } else if (query instanceof GetFolderAndContentsQuery q) {
            r.setFolders(folders(f -> named(q, f)));
            contents(r, q, ids(r.getFolders()));
        } else if (query instanceof GetFoldersForDocumentQuery q) {
            var ids = ids(documents(d -> named(q, d)));
            r.setFolders(folders(f -> store.members(f.getEntryUuid()).stream().anyMatch(ids::contains)));
        } else if (query instanceof GetRelatedDocumentsQuery q) {
            var ids = ids(documents(d -> named(q, d)));
            var entries = ids(documents(d -> true));
            r.setAssociations(associations(a -> touches(a, ids) && in(q.getAssociationTypes(), a.getAssociationType())
                    && entries.contains(a.getSourceUuid()) && entries.contains(a.getTargetUuid())));
            r.setDocumentEntries(documents(d -> r.getAssociations().stream().anyMatch(a -> touches(a, List.of(d.getEntryUuid())))));
        } else {
            throw Fault.of(UNKNOWN_STORED_QUERY, query.getType().getId());
        }
    }

    private void contents(QueryResponse r, GetByIdAndCodesQuery q, List<String> owners) {
        var held = owners.stream().flatMap(o -> store.members(o).stream()).toList();
        r.setDocumentEntries(documents(d -> held.contains(d.getEntryUuid()) && one(q.getFormatCodes(), d.getFormatCode())
                && all(q.getConfidentialityCodes(), d.getConfidentialityCodes())));
        if (!r.getSubmissionSets().isEmpty()) {
            r.setFolders(folders(f -> held.contains(f.getEntryUuid())));
        }
        between(r);
    }

    /** Adds the associations both ends of which are in the answer, associations included. */
    private void between(QueryResponse r) {
        var ids = new ArrayList<>(ids(objects(r).toList()));
        r.setAssociations(associations(a -> ids.contains(a.getSourceUuid()) && ids.contains(a.getTargetUuid())));
        ids.addAll(r.getAssociations().stream().map(Association::getEntryUuid).toList());
        r.setAssociations(associations(a -> ids.contains(a.getSourceUuid()) && ids.contains(a.getTargetUuid())));
    }

    /** Metadata level 1, the default, shows the latest version of an entry only. */
    private boolean shown(DocumentEntry d, Integer level) {
        return (level != null && level == 2) || store.documents.stream()
                .noneMatch(x -> x.getLogicalUuid().equals(d.getLogicalUuid()) && Update.number(x) > Update.number(d));
    }

    private static boolean matches(DocumentEntry d, FindDocumentsQuery q) {
        return d.getPatientId().equals(q.getPatientId()) && in(q.getStatus(), d.getAvailabilityStatus())
                && one(q.getClassCodes(), d.getClassCode()) && one(q.getTypeCodes(), d.getTypeCode())
                && one(q.getFormatCodes(), d.getFormatCode()) && one(q.getPracticeSettingCodes(), d.getPracticeSettingCode())
                && one(q.getHealthcareFacilityTypeCodes(), d.getHealthcareFacilityTypeCode())
                && all(q.getEventCodes(), d.getEventCodeList()) && all(q.getConfidentialityCodes(), d.getConfidentialityCodes())
                && during(q.getCreationTime(), d.getCreationTime()) && during(q.getServiceStartTime(), d.getServiceStartTime())
                && during(q.getServiceStopTime(), d.getServiceStopTime())
                && in(q.getDocumentEntryTypes(), d.getType())
                && (q.getAuthorPersons() == null || q.getAuthorPersons().isEmpty() || d.getAuthors().stream()
                        .anyMatch(a -> q.getAuthorPersons().stream().anyMatch(p -> like(p, a))));
    }

    private static boolean matches(SubmissionSet s, FindSubmissionSetsQuery q) {
        return s.getPatientId().equals(q.getPatientId()) && in(q.getStatus(), s.getAvailabilityStatus())
                && in(q.getSourceIds(), s.getSourceId()) && one(q.getContentTypeCodes(), s.getContentTypeCode())
                && during(q.getSubmissionTime(), s.getSubmissionTime())
                && (q.getAuthorPerson() == null || s.getAuthors().stream().anyMatch(a -> like(q.getAuthorPerson(), a)));
    }

    private static boolean like(String pattern, Author author) {
        var regex = Stream.of(pattern.split("(?<=[%_])|(?=[%_])"))
                .map(p -> p.equals("%") ? ".*" : p.equals("_") ? "." : Pattern.quote(p))
                .reduce("", String::concat);
        var person = Hl7v2Based.render(author.getAuthorPerson());
        return person != null && person.matches(regex);
    }

    private static boolean during(TimeRange range, Timestamp time) {
        if (time == null) {
            return true;
        }
        var t = time.getDateTime();
        return (range.getFrom() == null || !t.isBefore(range.getFrom().getDateTime()))
                && (range.getTo() == null || t.isBefore(range.getTo().getDateTime()));
    }

    private static boolean one(List<Code> wanted, Code code) {
        return wanted == null || wanted.isEmpty() || wanted.stream().anyMatch(w -> same(w, code));
    }

    /** Within a group any code will do; every group must be met. */
    private static boolean all(QueryList<Code> wanted, List<Code> codes) {
        return wanted == null || wanted.getOuterList().stream().allMatch(group -> group.stream().anyMatch(w -> codes.stream().anyMatch(c -> same(w, c))));
    }

    private static boolean same(Code wanted, Code code) {
        return code != null && Objects.equals(wanted.getCode(), code.getCode()) && Objects.equals(wanted.getSchemeName(), code.getSchemeName());
    }

    private static <T> boolean in(Collection<T> wanted, T value) {
        return wanted == null || wanted.isEmpty() || wanted.contains(value);
    }

    private static <T> boolean has(Collection<T> wanted, T value) {
        return wanted != null && wanted.contains(value);
    }

    private static boolean named(GetByIdQuery q, XDSMetaClass o) {
        return has(q.getUuids(), o.getEntryUuid()) || has(q.getUniqueIds(), o.getUniqueId());
    }

    private static boolean named(GetFromDocumentQuery q, XDSMetaClass o) {
        return o.getEntryUuid().equals(q.getUuid()) || o.getUniqueId().equals(q.getUniqueId());
    }

    private static boolean member(Association a) {
        return a.getAssociationType() == AssociationType.HAS_MEMBER;
    }

    private static boolean touches(Association a, Collection<String> ids) {
        return ids.contains(a.getSourceUuid()) || ids.contains(a.getTargetUuid());
    }

    private List<DocumentEntry> documents(Predicate<DocumentEntry> p) {
        return select(store.documents, p);
    }

    private List<SubmissionSet> sets(Predicate<SubmissionSet> p) {
        return select(store.sets, p);
    }

    private List<Folder> folders(Predicate<Folder> p) {
        return select(store.folders, p);
    }

    private List<Association> associations(Predicate<Association> p) {
        return select(store.associations, p);
    }

    private static <T> List<T> select(List<T> from, Predicate<T> p) {
        return new ArrayList<>(from.stream().filter(p).toList());
    }

    private static List<String> ids(Collection<? extends XDSMetaClass> objects) {
        return objects.stream().map(XDSMetaClass::getEntryUuid).toList();
    }

    private static Stream<XDSMetaClass> objects(QueryResponse r) {
        return Stream.<Collection<? extends XDSMetaClass>>of(r.getSubmissionSets(), r.getFolders(), r.getDocumentEntries()).flatMap(Collection::stream);
    }

    private static QueryResponse references(QueryResponse found) {
        var refs = new QueryResponse(Status.SUCCESS);
        Function<String, ObjectReference> ref = ObjectReference::new;
        Stream.concat(objects(found).map(XDSMetaClass::getEntryUuid), found.getAssociations().stream().map(Association::getEntryUuid))
                .map(ref).forEach(refs.getReferences()::add);
        return refs;
    }
}
