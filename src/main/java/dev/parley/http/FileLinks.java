package dev.parley.http;

import dev.parley.files.FileLine;
import dev.parley.files.StoredFile;
import java.util.function.Supplier;

/**
 * Makes the texts of messages with files, whose links other machines can open.
 *
 * @param address returns the address of the page: an absolute URL that ends with a slash
 */
public record FileLinks(Supplier<String> address) {

    /** Returns the text for a file. */
    String line(StoredFile file) {
        return FileLine.of(file, address.get());
    }
}
