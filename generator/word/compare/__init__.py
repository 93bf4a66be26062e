"""The 新旧対照表: two Word files clause by clause."""
