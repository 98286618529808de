package etalon.interop;

import static org.openehealth.ipf.platform.camel.ihe.xds.XdsCamelValidators.*;

import java.util.function.BiFunction;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;

/**
 * One Camel route a transaction: IPF's own validator looks at the request, IPF
 * sends it, IPF's own validator looks at the answer. So each answer of Étalon
 * gets the opinion of somebody else.
 */
final class Routes extends RouteBuilder {

    /** An answer that IPF's validator refuses. */
    static final class BadAnswer extends Exception {
        BadAnswer(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }

    private final BiFunction<String, String, String> address;
    private final String options;

    /**
     * address gives, without a scheme, where a transaction ("iti18") or else
     * its actor ("registry", "repository") is.
     */
    Routes(BiFunction<String, String, String> address, String options) {
        this.address = address;
        this.options = options;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        transaction("iti18", "registry", iti18RequestValidator(), iti18ResponseValidator());
        transaction("iti41", "repository", iti41RequestValidator(), iti41ResponseValidator());
        transaction("iti42", "registry", iti42RequestValidator(), iti42ResponseValidator());
        transaction("iti43", "repository", iti43RequestValidator(), iti43ResponseValidator());
        transaction("iti57", "registry", iti57RequestValidator(), iti57ResponseValidator());
        transaction("iti62", "registry", iti62RequestValidator(), iti62ResponseValidator());
    }

    private void transaction(String name, String actor, Processor request, Processor answer) {
        from("direct:" + name)
                .process(request)
                .to("xds-" + name + "://" + address.apply(name, actor) + "?audit=false" + options)
                .process(exchange -> {
                    try {
                        answer.process(exchange);
                    } catch (Exception e) {
                        throw new BadAnswer(e);
                    }
                });
    }
}
