// What the context menu of the file tree offers.

/** Return the items for a row (null: the empty space) when `count` rows are selected. */
export function menuItems({ row, count, readonly, canPaste, urls }) {
  const single = Boolean(row) && count <= 1;
  const groups = [
    [
      single && !row.folder && { id: "open", label: "Open", shortcut: "Enter" },
    ],
    readonly ? [] : [
      { id: "new-file", label: "New file", icon: "file-plus" },
      { id: "new-folder", label: "New folder", icon: "folder-plus" },
      urls && { id: "upload", label: "Upload files…", icon: "upload" },
      urls && { id: "upload-folder", label: "Upload a folder…" },
    ],
    readonly ? [] : [
      single && { id: "rename", label: "Rename", icon: "pencil", shortcut: "F2" },
      single && !row.folder && { id: "duplicate", label: "Duplicate" },
      row && { id: "cut", label: "Cut", shortcut: "Ctrl+X" },
      canPaste && { id: "paste", label: "Move here", shortcut: "Ctrl+V" },
    ],
    [
      row && { id: "download", label: single && row.folder ? "Download as zip" : "Download", icon: "download" },
      row && { id: "copy-path", label: count > 1 ? "Copy paths" : "Copy path", icon: "copy" },
      !row && { id: "filter", label: "Filter", icon: "filter", shortcut: "Ctrl+F" },
      !row && { id: "collapse", label: "Collapse all", icon: "collapse" },
    ],
    readonly || !row ? [] : [
      { id: "delete", label: count > 1 ? `Delete ${count} items` : "Delete", icon: "trash", shortcut: "Delete", danger: true },
    ],
  ];
  return groups.map((group) => group.filter(Boolean)).filter((group) => group.length)
    .flatMap((group, index) => (index ? ["-", ...group] : group));
}
