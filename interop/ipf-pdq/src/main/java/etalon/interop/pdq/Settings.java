package etalon.interop.pdq;

import java.util.HashMap;
import java.util.Map;

/**
 * What the command line says, as name=value words. Keys and certificates are
 * files that Étalon makes at run time; none is kept here.
 */
record Settings(Map<String, String> values) {

    static Settings of(String[] args) {
        var values = new HashMap<String, String>();
        for (var word : args) {
            var at = word.indexOf('=');
            if (at < 1) {
                throw new IllegalArgumentException("name=value is expected, not " + word);
            }
            values.put(word.substring(0, at), word.substring(at + 1));
        }
        return new Settings(values);
    }

    /** A value that must be given. */
    String need(String name) {
        var value = values.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(name + "=… is missing");
        }
        return value;
    }

    String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }
}
