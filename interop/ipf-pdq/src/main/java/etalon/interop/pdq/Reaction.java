package etalon.interop.pdq;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/** What the user of the product saw, as the driver contract writes it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Reaction(String status, String shown, String code, Map<String, String> values) {

    static final Reaction UNSUPPORTED = new Reaction("unsupported", null, null, null);

    static Reaction done(String shown, Map<String, String> values) {
        return new Reaction("done", shown, null, values);
    }

    static Reaction error(String code, String shown) {
        return new Reaction("error", shown, code, null);
    }
}
