//go:build cgo

package xsd

/*
#cgo pkg-config: libxml-2.0
#include <stdlib.h>
#include <string.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlerror.h>

// The shelf: schema files by name, open to libxml2 while a schema compiles.
typedef struct { char *name; char *data; int size; } etalon_file;
static etalon_file *etalon_shelf = NULL;
static int etalon_shelved = 0;

typedef struct { const char *data; int size; int at; } etalon_cursor;

// Every name is ours, so that no other way of opening is ever tried.
static int etalon_match(const char *name) { return 1; }

static void *etalon_open(const char *name) {
	int i;
	for (i = 0; i < etalon_shelved; i++) {
		if (strcmp(etalon_shelf[i].name, name) == 0) {
			etalon_cursor *c = malloc(sizeof *c);
			if (c == NULL) return NULL;
			c->data = etalon_shelf[i].data;
			c->size = etalon_shelf[i].size;
			c->at = 0;
			return c;
		}
	}
	return NULL;
}

static int etalon_read(void *context, char *buffer, int len) {
	etalon_cursor *c = context;
	int left = c->size - c->at;
	if (len > left) len = left;
	memcpy(buffer, c->data + c->at, len);
	c->at += len;
	return len;
}

static int etalon_close(void *context) { free(context); return 0; }

static void etalon_seal(void) {
	xmlInitParser();
	xmlCleanupInputCallbacks();
	xmlRegisterInputCallbacks(etalon_match, etalon_open, etalon_read, etalon_close);
}

static int etalon_put(char *name, char *data, int size) {
	etalon_file *grown = realloc(etalon_shelf, (etalon_shelved + 1) * sizeof *grown);
	if (grown == NULL) return -1;
	etalon_shelf = grown;
	grown[etalon_shelved].name = name;
	grown[etalon_shelved].data = data;
	grown[etalon_shelved].size = size;
	etalon_shelved++;
	return 0;
}

static void etalon_clear(void) {
	int i;
	for (i = 0; i < etalon_shelved; i++) {
		free(etalon_shelf[i].name);
		free(etalon_shelf[i].data);
	}
	free(etalon_shelf);
	etalon_shelf = NULL;
	etalon_shelved = 0;
}

// The ear: the first errors of one run, their number, nothing longer than it should be.
#define ETALON_ERRORS 200
#define ETALON_TEXT 2048
typedef struct { char path[ETALON_TEXT]; char text[ETALON_TEXT]; } etalon_remark;
static etalon_remark *etalon_heard = NULL;
static int etalon_count = 0;
static int etalon_total = 0;

static void etalon_copy(char *to, const char *from) {
	size_t n = strlen(from);
	if (n > ETALON_TEXT - 1) n = ETALON_TEXT - 1;
	memcpy(to, from, n);
	to[n] = '\0';
}

static void etalon_hear(void *context, xmlErrorPtr e) {
	etalon_remark *r;
	xmlChar *path;
	if (e == NULL || e->level < XML_ERR_ERROR) return;
	etalon_total++;
	if (etalon_count >= ETALON_ERRORS || etalon_heard == NULL) return;
	r = &etalon_heard[etalon_count++];
	etalon_copy(r->text, e->message != NULL ? e->message : "");
	r->path[0] = '\0';
	if (e->node != NULL && (path = xmlGetNodePath((xmlNodePtr) e->node)) != NULL) {
		if (strlen((char *) path) < ETALON_TEXT) etalon_copy(r->path, (char *) path);
		xmlFree(path);
	}
}

// A structured handler also keeps libxml2 from calling the binding's own.
static int etalon_listen(int on) {
	if (!on) {
		xmlSetStructuredErrorFunc(NULL, NULL);
		return 0;
	}
	if (etalon_heard == NULL) etalon_heard = malloc(ETALON_ERRORS * sizeof *etalon_heard);
	etalon_count = etalon_total = 0;
	xmlSetStructuredErrorFunc(NULL, (xmlStructuredErrorFunc) etalon_hear);
	return etalon_heard == NULL ? -1 : 0;
}

static etalon_remark *etalon_at(int i) { return &etalon_heard[i]; }
static int etalon_kept(void) { return etalon_count; }
static int etalon_seen(void) { return etalon_total; }
*/
import "C"

import (
	"strings"
	"unsafe"
)

// seal leaves libxml2 one way of opening anything: the shelf, empty outside compile.
func seal() { C.etalon_seal() }

// shelve puts schema files where libxml2 finds them.
func shelve(files map[string][]byte) {
	for name, b := range files {
		data := C.CBytes(b)
		if C.etalon_put(C.CString(origin+name), (*C.char)(data), C.int(len(b))) != 0 {
			C.free(data)
		}
	}
}

func unshelve() { C.etalon_clear() }

// listen starts collecting libxml2's errors on this thread, or stops.
func listen(on bool) {
	flag := C.int(0)
	if on {
		flag = 1
	}
	C.etalon_listen(flag)
}

// heard is what libxml2 said since listen began.
func heard() answer {
	a := answer{Total: int(C.etalon_seen())}
	for i := range int(C.etalon_kept()) {
		r := C.etalon_at(C.int(i))
		a.Errors = append(a.Errors, remark{
			Path: C.GoString((*C.char)(unsafe.Pointer(&r.path[0]))),
			Text: C.GoString((*C.char)(unsafe.Pointer(&r.text[0]))),
		})
	}
	return a
}

// firstWords gives the beginning of what was heard, for an error.
func firstWords() string {
	var b strings.Builder
	for i, r := range heard().Errors {
		if i == 5 {
			break
		}
		b.WriteString("; " + cut(r.Text))
	}
	return b.String()
}
