package dicom

// sequence reads the items of a sequence; one of unknown representation is in
// implicit VR, little endian (PS3.5, 6.2.2).
func (r *reader) sequence(t Tag, size uint32, end, depth int, unknown bool) []Item {
	if depth >= maxDepth {
		r.stop(r.at, CodeDepth, "(%s) is more than %d sequences deep", t, maxDepth)
		return nil
	}
	if size != undefined {
		if int64(size) > int64(end-r.at) {
			r.stop(r.at, CodeLength, "the sequence (%s) says that it has %d bytes, %d are there", t, size, end-r.at)
			return nil
		}
		end = r.at + int(size)
	}
	if was := r.implicit; unknown {
		r.implicit = true
		defer func() { r.implicit = was }()
	}
	items := []Item{}
	for !r.stopped {
		if size != undefined && r.at == end {
			return items
		}
		if end-r.at < 8 {
			r.stop(r.at, CodeTruncated, "the sequence (%s) does not end", t)
			break
		}
		mark, length := r.tag(r.at), r.order.Uint32(r.b[r.at+4:])
		switch {
		case mark == tagSequenceEnd && size == undefined:
			r.at += 8
			return items
		case mark != tagItem:
			r.stop(r.at, CodeItem, "(%s) stands in the sequence (%s), where an item has to", mark, t)
			return items
		}
		if r.left--; r.left < 0 {
			r.stop(r.at, CodeBudget, "more than %d attributes and items", maxElements)
			break
		}
		items = append(items, r.item(length, end, depth))
	}
	return items
}

func (r *reader) item(length uint32, end, depth int) Item {
	at := r.at
	one := Item{Offset: r.place(at)}
	r.at += 8
	stop := end
	if length != undefined {
		if int64(length) > int64(end-r.at) {
			r.stop(at, CodeLength, "an item says that it has %d bytes, %d are there", length, end-r.at)
			return one
		}
		stop = r.at + int(length)
	}
	one.Dataset = r.elements(stop, depth+1, func(Tag) bool { return true })
	switch {
	case r.stopped || length != undefined && r.at == stop:
	case length == undefined && stop-r.at >= 8: // at the mark that ends it
		r.at += 8
	default:
		r.stop(r.at, CodeItem, "an item does not end where it has to")
	}
	return one
}

// fragments passes over encapsulated pixel data.
func (r *reader) fragments(end int) {
	for !r.stopped {
		if end-r.at < 8 {
			r.stop(r.at, CodeTruncated, "the pixel data do not end")
			return
		}
		mark, length := r.tag(r.at), r.order.Uint32(r.b[r.at+4:])
		r.at += 8
		switch {
		case mark == tagSequenceEnd:
			return
		case mark != tagItem:
			r.stop(r.at-8, CodeItem, "(%s) stands in the pixel data", mark)
		case int64(length) > int64(end-r.at):
			r.stop(r.at-8, CodeLength, "a fragment says that it has %d bytes, %d are there", length, end-r.at)
		default:
			r.at += int(length)
		}
	}
}
