package etalon.interop;

import org.openehealth.ipf.commons.ihe.xds.core.XdsRuntimeException;
import org.openehealth.ipf.commons.ihe.xds.core.responses.ErrorCode;
import org.openehealth.ipf.commons.ihe.xds.core.responses.Severity;

/** Refuses a request with one error code; IPF makes the answer of it. */
final class Fault {

    private Fault() {}

    static XdsRuntimeException of(ErrorCode code, String context) {
        return new XdsRuntimeException(code, context, Severity.ERROR, null);
    }

    static void unless(boolean right, ErrorCode code, String context) {
        if (!right) {
            throw of(code, context);
        }
    }
}
