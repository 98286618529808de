// Package cdt speaks the forms that vendors hand in today: a workbook of test codes (the
// CDT and PDT of homologation, xlsx) and a folder of frames and screenshots for each code.
// A session is written as such a folder with its index; a workbook and a folder that were
// filled elsewhere are read, and what is there, what is missing and what scenarios here
// ask of each code is told. Nothing in a workbook is run.
//
// The layout of those workbooks is not public: codes are found wherever they stand.
//
// It may import the root package, internal/verdicts and excelize.
package cdt
