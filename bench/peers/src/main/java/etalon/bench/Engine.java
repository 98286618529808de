package etalon.bench;

import java.io.File;
import net.sf.saxon.s9api.XdmNode;

/** One way to run ISO Schematron in a JVM. Not safe for concurrent use. */
interface Engine {
    /** Compiles an entry schematron with everything it includes. */
    void load(File entry) throws Exception;

    /** Reads a document into the tree that {@link #run} takes. */
    XdmNode parse(File document) throws Exception;

    /** Judges a parsed document; the report goes nowhere. */
    void run(File entry, XdmNode document) throws Exception;

    /** Judges a parsed document: failed asserts and successful reports. */
    int count(File entry, XdmNode document) throws Exception;
}
