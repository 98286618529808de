package etalon.interop;

import jakarta.xml.ws.soap.SOAPFaultException;
import java.util.List;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.cxf.binding.soap.SoapFault;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.DocumentEntry;
import org.openehealth.ipf.commons.ihe.xds.core.requests.QueryRegistry;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.GetDocumentsQuery;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.QueryReturnType;
import org.openehealth.ipf.commons.ihe.xds.core.requests.query.StoredQuery;
import org.openehealth.ipf.commons.ihe.xds.core.responses.QueryResponse;
import org.openehealth.ipf.commons.ihe.xds.core.responses.Response;
import org.openehealth.ipf.commons.ihe.xds.core.responses.Status;

/** The exchanges of the client, each with its trouble told as a {@link Refused}. */
final class Wire {

    /** What the user is shown instead of a result. */
    static final class Refused extends Exception {
        final String code;

        Refused(String code, String shown) {
            super(shown);
            this.code = code;
        }
    }

    private final ProducerTemplate ipf;

    Wire(ProducerTemplate ipf) {
        this.ipf = ipf;
    }

    /** Sends a request ("iti41"); an answer that is no success is refused. */
    <T extends Response> T send(String transaction, Object request, Class<T> type) throws Refused {
        var answer = exchange(transaction, request, type);
        if (answer.getStatus() != Status.SUCCESS) {
            throw told(answer);
        }
        return answer;
    }

    /** Sends a request and gives the answer, partial or not. */
    <T extends Response> T exchange(String transaction, Object request, Class<T> type) throws Refused {
        try {
            return ipf.requestBody("direct:" + transaction, request, type);
        } catch (CamelExecutionException e) {
            throw because(e.getCause() == null ? e : e.getCause());
        }
    }

    QueryResponse query(StoredQuery query, QueryReturnType type) throws Refused {
        var request = new QueryRegistry(query);
        request.setReturnType(type);
        return send("iti18", request, QueryResponse.class);
    }

    /** The entry of a document that is there already. */
    DocumentEntry entry(String uniqueId) throws Refused {
        var query = new GetDocumentsQuery();
        query.setUniqueIds(List.of(uniqueId));
        var found = query(query, QueryReturnType.LEAF_CLASS).getDocumentEntries();
        if (found.size() != 1) {
            throw new Refused("unknown", found.size() + " documents " + uniqueId);
        }
        return found.get(0);
    }

    static Refused told(Response answer) {
        if (answer.getErrors().isEmpty()) {
            return new Refused("none", String.valueOf(answer.getStatus()));
        }
        var first = answer.getErrors().get(0);
        var code = first.getCustomErrorCode() != null ? first.getCustomErrorCode() : first.getErrorCode().getOpcode();
        return new Refused(code, code + " : " + first.getCodeContext());
    }

    static Refused because(Throwable e) {
        for (var t = e; t != null; t = t.getCause()) {
            if (t instanceof SOAPFaultException x) {
                var subcodes = x.getFault().getFaultSubcodes();
                var code = subcodes.hasNext() ? subcodes.next() : x.getFault().getFaultCodeAsQName();
                return new Refused(code.getLocalPart(), code.getLocalPart() + " : " + x.getMessage());
            }
            if (t instanceof SoapFault x) {
                var code = x.getSubCode() != null ? x.getSubCode() : x.getFaultCode();
                return new Refused(code.getLocalPart(), code.getLocalPart() + " : " + x.getMessage());
            }
        }
        return new Refused(e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
    }
}
