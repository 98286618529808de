package etalon.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.openehealth.ipf.commons.ihe.xds.core.metadata.AssociationType;

/** The actions of the driver contract that a product of plain IHE can do. */
final class Actions {

    private final Source source;
    private final Consumer consumer;
    private final Administrator administrator;

    Actions(ProducerTemplate ipf, String repositoryId) {
        var wire = new Wire(ipf);
        source = new Source(wire);
        consumer = new Consumer(wire, repositoryId);
        administrator = new Administrator(wire);
    }

    Reaction act(String name, JsonNode action) {
        var params = action.path("params");
        var uniqueId = params.path("uniqueId").asText();
        try {
            return switch (name) {
                case "feed" -> source.feed(action);
                case "replace" -> source.relate(action, AssociationType.REPLACE, params.path("replaces").asText());
                case "append" -> source.relate(action, AssociationType.APPEND, uniqueId);
                case "transform" -> source.relate(action, AssociationType.TRANSFORM, uniqueId);
                case "create-folder" -> source.createFolder(action);
                case "add-to-folder" -> source.addToFolder(action);
                case "list-documents" -> consumer.listDocuments(action);
                case "list-submissions" -> consumer.listSubmissions(action);
                case "query" -> consumer.query(action);
                case "fetch" -> consumer.fetch(action, List.of(uniqueId));
                case "fetch-several" -> consumer.fetch(action, Arrays.asList(params.path("uniqueIds").asText().trim().split("\\s+")));
                case "update-metadata" -> administrator.update(action);
                case "deprecate" -> administrator.deprecate(action);
                case "remove-metadata" -> administrator.remove(action);
                default -> Reaction.UNSUPPORTED; // the DMP's own
            };
        } catch (Wire.Refused e) {
            return Reaction.error(e.code, e.getMessage());
        } catch (Exception e) {
            var why = Wire.because(e);
            return Reaction.error(why.code, why.getMessage());
        }
    }
}
