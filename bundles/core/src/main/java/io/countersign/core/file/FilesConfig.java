package io.countersign.core.file;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where files are kept and how large they may be: {@code etc/io.countersign.files.cfg}. */
@ObjectClassDefinition(name = "Countersign files", description = "Where files are kept and how large they may be")
public @interface FilesConfig {

    @AttributeDefinition(
            name = "Directory",
            description = "Where content is kept, on a local or shared file system with atomic renames; empty for "
                    + "files/ in Karaf's data directory")
    String directory() default "";

    @AttributeDefinition(
            name = "Largest upload in bytes",
            description = "Larger uploads are refused; 1 to 1099511627776 (1 TiB), by default 1 GiB",
            min = "1")
    long uploadBytesMax() default 1_073_741_824L;

    @AttributeDefinition(
            name = "Free bytes wanted",
            description = "With less space left in the directory the node is not ready; by default 1 GiB",
            min = "0")
    long freeBytesMin() default 1_073_741_824L;
}
